use crate::prelude::connect::*;

delete!(DeleteRoutingProfile: RoutingProfile routing_profile_id, unless |cx, profile| {
    let users = roster_store::Range {
        prefix: &User::of_routing_profile(&profile.instance_id, &profile.id),
        after: None,
        limit: 1,
    };
    let index = &User::BY_ROUTING_PROFILE;
    let users = cx.transaction.entries::<User>(index, users, None).await?;
    if profile.is_default {
        Some(Refusal::BuiltIn(ResourceType::RoutingProfile))
    } else {
        (!users.is_empty()).then(|| cx.in_use(&profile, "users have it"))
    }
});
