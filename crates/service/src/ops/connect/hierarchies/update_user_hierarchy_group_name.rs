use crate::prelude::connect::*;

handler!(UpdateUserHierarchyGroupName, |cx, request| {
    let group: HierarchyGroup = cx
        .resource_of(&request.instance_id, &request.hierarchy_group_id)
        .await?;
    let new = HierarchyGroup {
        name: request.name.to_string(),
        ..group.clone()
    };
    let taken = Refusal::taken(ResourceType::HierarchyGroup, "Name");
    cx.update_unless_taken(&group, new, taken).await?;
    Ok(NoOutput)
});
