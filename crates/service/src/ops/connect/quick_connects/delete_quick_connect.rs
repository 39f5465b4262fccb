use crate::prelude::connect::*;

handler!(DeleteQuickConnect, |cx, request| {
    let quick_connect: QuickConnect = cx
        .resource_of(&request.instance_id, &request.quick_connect_id)
        .await?;
    // An instance has few.
    let queues = Queue::of_instance(&quick_connect.instance_id);
    let queues: Vec<Queue> = cx.transaction.all(&Queue::BY_NAME, &queues).await?;
    for queue in queues {
        if queue.quick_connect_ids.contains(&quick_connect.id) {
            let mut other = queue.clone();
            other.quick_connect_ids.retain(|id| *id != quick_connect.id);
            cx.update(&queue, other).await?;
        }
    }
    cx.transaction.delete(&quick_connect).await?;
    Ok(NoOutput)
});
