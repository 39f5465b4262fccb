use crate::prelude::connect::*;

update!(
    UpdateRoutingProfileDefaultOutboundQueue: RoutingProfile routing_profile_id of instance,
    |cx, request, profile| {
        let reference = &request.default_outbound_queue_id;
        let queue: Queue = required(cx, instance, "DefaultOutboundQueueId", reference).await?;
        profile.default_outbound_queue_id = queue.id;
    }
);
