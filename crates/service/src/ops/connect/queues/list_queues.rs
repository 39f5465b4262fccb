use crate::prelude::connect::*;

handler!(ListQueues, |cx, request| -> Response {
    let (found, next_token) = paging::of_instance::<Queue>(
        cx,
        &request.instance_id,
        &Queue::BY_NAME,
        request.next_token.as_ref(),
        request.max_results.as_ref(),
    )
    .await?;
    // Users have no queues of their own here, so all are of one type.
    let is_wanted = |types: &QueueTypes| types.is_empty() || types.contains(&QueueType::Standard);
    if !request.queue_types.as_ref().is_none_or(is_wanted) {
        return Ok(Response {
            queue_summary_list: Some(QueueSummaryList(Vec::new())),
            next_token: None,
        });
    }
    let summaries = found.into_iter().map(|queue| QueueSummary {
        arn: Some(cx.arn_of(&queue).into()),
        last_modified_region: Some(queue.last_modified_region()),
        id: Some(queue.id.into_member()),
        name: Some(queue.name.into()),
        queue_type: Some(QueueType::Standard),
        last_modified_time: Some(queue.last_modified_time),
    });
    Ok(Response {
        queue_summary_list: Some(QueueSummaryList(summaries.collect())),
        next_token,
    })
});
