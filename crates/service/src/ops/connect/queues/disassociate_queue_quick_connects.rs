use crate::prelude::connect::*;

update!(DisassociateQueueQuickConnects: Queue queue_id of instance, |cx, request, queue| {
    let mut breaches = Vec::new();
    let ids = &request.quick_connect_ids;
    let ids = all_referred::<QuickConnect>(cx, instance, "QuickConnectIds", ids, &mut breaches).await?;
    refuse(breaches)?;
    queue.quick_connect_ids.retain(|id| !ids.contains(id));
});
