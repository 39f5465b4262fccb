use super::super::queue_configs::queues_of;
use crate::prelude::connect::*;

handler!(ListRoutingProfileManualAssignmentQueues, |cx,
                                                    request|
 -> Response {
    let profile: RoutingProfile = cx
        .resource_of(&request.instance_id, &request.routing_profile_id)
        .await?;
    let (references, next_token) = paging::slice(
        &List::new("manual assignment queues", &profile.key()),
        &profile.manual_assignment_queue_configs,
        request.next_token.as_ref(),
        paging::limit(request.max_results.as_deref().copied(), 100),
    )?;
    let queues = queues_of(cx, &profile, profile.manual_assignment_queue_ids()).await?;
    let summaries = references.iter().filter_map(|reference| {
        let queue = queues.get(&reference.queue_id)?;
        Some(RoutingProfileManualAssignmentQueueConfigSummary {
            queue_id: queue.id.clone().into_member(),
            queue_arn: cx.arn_of(queue).into(),
            queue_name: queue.name.clone().into(),
            channel: reference.channel,
        })
    });
    Ok(Response {
        routing_profile_manual_assignment_queue_config_summary_list: Some(
            RoutingProfileManualAssignmentQueueConfigSummaryList(summaries.collect()),
        ),
        next_token,
        last_modified_time: Some(profile.last_modified_time),
        last_modified_region: Some(profile.last_modified_region()),
    })
});
