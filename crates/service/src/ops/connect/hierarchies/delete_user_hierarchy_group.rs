use crate::prelude::connect::*;

handler!(DeleteUserHierarchyGroup, |cx, request| {
    let group: HierarchyGroup = cx
        .resource_of(&request.instance_id, &request.hierarchy_group_id)
        .await?;
    let below = HierarchyGroup::below(&group.instance_id, Some(&group.id));
    if cx
        .has_any::<HierarchyGroup>(&HierarchyGroup::BY_PARENT, &below)
        .await?
    {
        return Err(cx.in_use(&group, "other groups are below it; delete them first"));
    }
    let users = User::of_hierarchy_group(&group.instance_id, &group.id);
    if cx.has_any::<User>(&User::BY_TERM, &users).await? {
        return Err(cx.in_use(&group, "users are in it; move them to other groups first"));
    }
    cx.transaction.delete(&group).await?;
    Ok(NoOutput)
});
