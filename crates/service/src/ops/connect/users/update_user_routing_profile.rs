use crate::prelude::connect::*;

update!(UpdateUserRoutingProfile: User user_id of instance, |cx, request, user| {
    let reference = &request.routing_profile_id;
    let profile: RoutingProfile = required(cx, instance, "RoutingProfileId", reference).await?;
    user.routing_profile_id = profile.id;
});
