use super::super::references::hierarchy_group;
use crate::prelude::connect::*;

handler!(UpdateUserHierarchy, |cx, request| {
    let instance = cx.instance(&request.instance_id).await?;
    let user: User = cx.resource(&instance, &request.user_id).await?;
    let (group, mut breaches) = (request.hierarchy_group_id.as_ref(), Vec::new());
    let group = hierarchy_group(cx, &instance, "HierarchyGroupId", group, &mut breaches).await?;
    refuse(breaches)?;
    let new = user.clone().in_hierarchy_group(group);
    cx.update(&user, new).await?;
    Ok(NoOutput)
});
