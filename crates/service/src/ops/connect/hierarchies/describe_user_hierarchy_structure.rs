use crate::prelude::connect::*;

handler!(DescribeUserHierarchyStructure, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    let structure = cx.hierarchy_structure(&instance).await?;
    let mut levels = structure.levels().map(|level| describe(cx, &instance.id, level));
    Ok(Response {
        hierarchy_structure: Some(hierarchies::HierarchyStructure {
            level_one: levels.next(),
            level_two: levels.next(),
            level_three: levels.next(),
            level_four: levels.next(),
            level_five: levels.next(),
        }),
    })
});

fn describe(cx: &RequestContext, instance_id: &Id, level: HierarchyLevel<'_>) -> hierarchies::HierarchyLevel {
    let HierarchyLevel { name, details } = level;
    let arn = cx
        .account_region()
        .resource(ResourceType::HierarchyLevel, instance_id, &details.id);
    hierarchies::HierarchyLevel {
        id: Some(details.id.clone().into_member()),
        arn: Some(ARN(arn.into())),
        name: Some(name.to_owned().into()),
        last_modified_time: Some(details.last_modified_time),
        last_modified_region: Some(shapes::RegionName(details.last_modified_region.to_string())),
    }
}
