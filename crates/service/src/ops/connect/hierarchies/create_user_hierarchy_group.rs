use roster_domain::rules::hierarchy;

use super::super::references::hierarchy_group;
use crate::prelude::connect::*;

handler!(CreateUserHierarchyGroup, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    let (parent, mut breaches) = (request.parent_group_id.as_ref(), Vec::new());
    let parent = hierarchy_group(cx, &instance, "ParentGroupId", parent, &mut breaches).await?;
    refuse(breaches)?;
    let structure = cx.hierarchy_structure(&instance).await?;
    let level_id = hierarchy::level_below(&structure, parent.as_ref()).map_err(|breach| vec![breach])?;
    let group = HierarchyGroup {
        id: cx.new_id(),
        instance_id: instance.id,
        name: request.name.to_string(),
        level_id,
        parent_group_ids: parent.iter().flat_map(HierarchyGroup::path).cloned().collect(),
        tags: request.tags.clone(),
        last_modified_time: cx.now,
        last_modified_region: cx.account_region().region.clone(),
    };
    cx.create(&group, "Name").await?;
    Ok(Response {
        hierarchy_group_arn: Some(cx.arn_of(&group).into()),
        hierarchy_group_id: Some(group.id.into_member()),
    })
});
