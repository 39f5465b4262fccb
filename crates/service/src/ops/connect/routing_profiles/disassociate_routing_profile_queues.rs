use super::super::queue_configs::queue_references;
use crate::prelude::connect::*;

const QUEUES: &str = "QueueReferences";
const MANUAL: &str = "ManualAssignmentQueueReferences";

update!(DisassociateRoutingProfileQueues: RoutingProfile routing_profile_id of instance, |cx, request, profile| {
    let queues = request.queue_references.as_deref();
    let manual = request.manual_assignment_queue_references.as_deref();
    let mut breaches = rules::required_members::one_of([QUEUES, MANUAL], [queues.is_some(), manual.is_some()]);
    let (queues, manual) = (queues.into_iter().flatten(), manual.into_iter().flatten());
    breaches.extend(rules::routing_profile::too_many_at_once(QUEUES, queues.clone().count()));
    breaches.extend(rules::routing_profile::too_many_at_once(MANUAL, manual.clone().count()));
    // They may be very many.
    refuse(std::mem::take(&mut breaches))?;
    let queues = queue_references(cx, instance, QUEUES, queues, &mut breaches).await?;
    let manual = queue_references(cx, instance, MANUAL, manual, &mut breaches).await?;
    refuse(breaches)?;
    rules::routing_profile::disassociate(profile, &queues);
    rules::routing_profile::disassociate_manually(profile, &manual);
});
