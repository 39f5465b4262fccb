use super::super::queue_configs::{MANUAL, QUEUES, manual_queue_configs, queue_configs};
use crate::prelude::connect::*;

update!(AssociateRoutingProfileQueues: RoutingProfile routing_profile_id of instance, |cx, request, profile| {
    let configs = request.queue_configs.as_ref();
    let manual = request.manual_assignment_queue_configs.as_ref();
    let mut breaches = rules::required_members::one_of([QUEUES, MANUAL], [configs.is_some(), manual.is_some()]);
    let configs = queue_configs(cx, instance, configs, &mut breaches).await?;
    let manual = manual_queue_configs(cx, instance, manual, &mut breaches).await?;
    breaches.extend(rules::routing_profile::associate(profile, configs));
    breaches.extend(rules::routing_profile::associate_manually(profile, manual));
    refuse(breaches)?;
});
