use crate::prelude::connect::*;

update!(AssociateQueueQuickConnects: Queue queue_id of instance, |cx, request, queue| {
    let mut breaches = Vec::new();
    let ids = &request.quick_connect_ids;
    let ids = all_referred::<QuickConnect>(cx, instance, "QuickConnectIds", ids, &mut breaches).await?;
    refuse(breaches)?;
    for id in ids {
        if !queue.quick_connect_ids.contains(&id) {
            queue.quick_connect_ids.push(id);
        }
    }
});
