use std::collections::BTreeMap;

use crate::prelude::connect::*;

handler!(DescribeUserHierarchyGroup, |cx, request| -> Response {
    let group: HierarchyGroup = cx
        .resource_of(&request.instance_id, &request.hierarchy_group_id)
        .await?;
    let described = describe_all(cx, vec![group]).await?;
    Ok(Response {
        hierarchy_group: described.into_iter().next(),
    })
});

/// Shows groups, each with the groups that it stands below.
pub(super) async fn describe_all(
    cx: &mut Context<'_>,
    groups: Vec<HierarchyGroup>,
) -> Result<Vec<hierarchies::HierarchyGroup>, Refusal> {
    let keys = groups.iter().flat_map(|group| {
        let parents = group.parent_group_ids.iter();
        parents.map(|id| (id.clone(), HierarchyGroup::key_of(&group.instance_id, id)))
    });
    let (ids, keys): (Vec<_>, Vec<_>) = keys.collect::<BTreeMap<_, _>>().into_iter().unzip();
    let parents: Vec<HierarchyGroup> = cx.transaction.get_all(&keys).await?;
    let parents: BTreeMap<_, _> = ids.into_iter().zip(parents).collect();
    let groups = groups.into_iter();
    Ok(groups.map(|group| describe(cx, group, &parents)).collect())
}

fn describe(
    cx: &RequestContext,
    group: HierarchyGroup,
    parents: &BTreeMap<Id, HierarchyGroup>,
) -> hierarchies::HierarchyGroup {
    let own = summarize(cx, &group);
    let parents = group.parent_group_ids.iter().filter_map(|id| parents.get(id));
    let mut path = parents.map(|group| summarize(cx, group)).chain([own.clone()]);
    hierarchies::HierarchyGroup {
        id: own.id,
        arn: own.arn,
        name: own.name,
        level_id: Some(group.level_id.into_member()),
        hierarchy_path: Some(HierarchyPath {
            level_one: path.next(),
            level_two: path.next(),
            level_three: path.next(),
            level_four: path.next(),
            level_five: path.next(),
        }),
        tags: group.tags,
        last_modified_time: own.last_modified_time,
        last_modified_region: own.last_modified_region,
    }
}

/// What lists say of a group.
pub(super) fn summarize(cx: &RequestContext, group: &HierarchyGroup) -> HierarchyGroupSummary {
    HierarchyGroupSummary {
        id: Some(group.id.clone().into_member()),
        arn: Some(cx.arn_of(group).into()),
        name: Some(group.name.clone().into()),
        last_modified_time: Some(group.last_modified_time),
        last_modified_region: Some(group.last_modified_region()),
    }
}
