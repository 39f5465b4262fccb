use super::super::queue_configs::{manual_queue_configs, queue_configs};
use crate::prelude::connect::*;

handler!(CreateRoutingProfile, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    let mut breaches = rules::routing_profile::concurrencies(&request.media_concurrencies);
    let reference = &request.default_outbound_queue_id;
    let default_outbound_queue: Option<Queue> =
        referred(cx, &instance, "DefaultOutboundQueueId", reference, &mut breaches).await?;
    let configs = request.queue_configs.as_ref();
    let configs = queue_configs(cx, &instance, configs, &mut breaches).await?;
    let manual = request.manual_assignment_queue_configs.as_ref();
    let manual = manual_queue_configs(cx, &instance, manual, &mut breaches).await?;
    let default_outbound_queue = match default_outbound_queue {
        Some(queue) if breaches.is_empty() => queue,
        Some(_) | None => return Err(Refusal::Rules(breaches)),
    };
    let mut profile = RoutingProfile {
        id: cx.new_id(),
        instance_id: instance.id,
        name: request.name.to_string(),
        description: request.description.to_string(),
        media_concurrencies: rules::routing_profile::with_behavior(&request.media_concurrencies),
        default_outbound_queue_id: default_outbound_queue.id,
        queue_configs: Vec::new(),
        manual_assignment_queue_configs: Vec::new(),
        agent_availability_timer: request
            .agent_availability_timer
            .unwrap_or(AgentAvailabilityTimer::TimeSinceLastActivity),
        is_default: false,
        tags: request.tags.clone(),
        last_modified_time: cx.now,
        last_modified_region: cx.account_region().region.clone(),
    };
    breaches.extend(rules::routing_profile::associate(&mut profile, configs));
    breaches.extend(rules::routing_profile::associate_manually(&mut profile, manual));
    refuse(breaches)?;
    cx.create(&profile, "Name").await?;
    Ok(Response {
        routing_profile_arn: Some(cx.arn_of(&profile).into()),
        routing_profile_id: Some(profile.id.into_member()),
    })
});
