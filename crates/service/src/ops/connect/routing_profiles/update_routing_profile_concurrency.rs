use crate::prelude::connect::*;

// Queues stay, even those of a channel that is gone: programs replace the channels first, and the queues then.
update!(UpdateRoutingProfileConcurrency: RoutingProfile routing_profile_id, |cx, request, profile| {
    refuse(rules::routing_profile::concurrencies(&request.media_concurrencies))?;
    profile.media_concurrencies = rules::routing_profile::with_behavior(&request.media_concurrencies);
});
