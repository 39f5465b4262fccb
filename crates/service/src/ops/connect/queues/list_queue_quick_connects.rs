use super::super::quick_connect_targets::summary;
use crate::prelude::connect::*;

handler!(ListQueueQuickConnects, |cx, request| -> Response {
    let queue: Queue = cx.resource_of(&request.instance_id, &request.queue_id).await?;
    let (ids, next_token) = paging::slice(
        &List::new("quick connects", &queue.key()),
        &queue.quick_connect_ids,
        request.next_token.as_ref(),
        paging::limit(request.max_results.as_deref().copied(), 100),
    )?;
    let keys: Vec<Key> = ids
        .iter()
        .map(|id| QuickConnect::key_of(&queue.instance_id, id))
        .collect();
    let quick_connects: Vec<QuickConnect> = cx.transaction.get_all(&keys).await?;
    let summaries: Vec<_> = quick_connects.into_iter().map(|one| summary(cx, one)).collect();
    Ok(Response {
        quick_connect_summary_list: Some(summaries.into()),
        next_token,
        last_modified_time: Some(queue.last_modified_time),
        last_modified_region: Some(queue.last_modified_region()),
    })
});
