use crate::prelude::connect::*;

handler!(DeleteRoutingProfile, |cx, request| {
    let profile: RoutingProfile = cx
        .resource_of(&request.instance_id, &request.routing_profile_id)
        .await?;
    if profile.is_default {
        return Err(Refusal::BuiltIn(ResourceType::RoutingProfile));
    }
    let (instance_id, id) = (&profile.instance_id, &profile.id);
    let users = User::of_routing_profile(instance_id, id);
    if cx
        .transaction
        .has_entry::<User>(&User::BY_ROUTING_PROFILE, &users)
        .await?
    {
        return Err(cx.in_use(&profile, "users have it"));
    }
    let associations = WorkspaceAssociation::of_resource(instance_id, id);
    cx.delete_each::<WorkspaceAssociation>(&WorkspaceAssociation::BY_TERM, &associations)
        .await?;
    cx.transaction.delete(&profile).await?;
    Ok(NoOutput)
});
