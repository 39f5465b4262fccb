use super::super::references::required;
use crate::prelude::connect::*;

handler!(UpdateUserRoutingProfile, |cx, request| {
    let instance = cx.instance(&request.instance_id).await?;
    let user: User = cx.resource(&instance, &request.user_id).await?;
    let reference = &request.routing_profile_id;
    let profile: RoutingProfile = required(cx, &instance, "RoutingProfileId", reference).await?;
    let new = User {
        routing_profile_id: profile.id,
        ..user.clone()
    };
    cx.update(&user, new).await?;
    Ok(NoOutput)
});
