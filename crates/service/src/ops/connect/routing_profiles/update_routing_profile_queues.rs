use super::super::queue_configs::queue_configs;
use crate::prelude::connect::*;

update!(UpdateRoutingProfileQueues: RoutingProfile routing_profile_id of instance, |cx, request, profile| {
    let mut breaches = Vec::new();
    let configs = queue_configs(cx, instance, Some(&request.queue_configs), &mut breaches).await?;
    breaches.extend(rules::routing_profile::update(profile, configs));
    refuse(breaches)?;
});
