use super::super::queue_configs::queues_of;
use crate::prelude::connect::*;

handler!(ListRoutingProfileQueues, |cx, request| -> Response {
    let profile: RoutingProfile = cx
        .resource_of(&request.instance_id, &request.routing_profile_id)
        .await?;
    let (configs, next_token) = paging::slice(
        &List::new("queues", &profile.key()),
        &profile.queue_configs,
        request.next_token.as_ref(),
        paging::limit(request.max_results.as_deref().copied(), 100),
    )?;
    let queues = queues_of(cx, &profile, profile.queue_ids()).await?;
    let summaries = configs.iter().filter_map(|config| {
        let queue = queues.get(&config.queue_id)?;
        Some(RoutingProfileQueueConfigSummary {
            queue_id: queue.id.clone().into_member(),
            queue_arn: cx.arn_of(queue).into(),
            queue_name: queue.name.clone().into(),
            priority: config.priority.into(),
            delay: config.delay.into(),
            channel: config.channel,
        })
    });
    Ok(Response {
        routing_profile_queue_config_summary_list: Some(RoutingProfileQueueConfigSummaryList(
            summaries.collect(),
        )),
        next_token,
        last_modified_time: Some(profile.last_modified_time),
        last_modified_region: Some(profile.last_modified_region()),
    })
});
