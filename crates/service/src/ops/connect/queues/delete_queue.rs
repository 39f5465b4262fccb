use crate::prelude::connect::*;

delete!(DeleteQueue: Queue queue_id, unless |cx, queue| {
    // An instance has few.
    let profiles = RoutingProfile::of_instance(&queue.instance_id);
    let profiles: Vec<RoutingProfile> = cx.transaction.all(&RoutingProfile::BY_NAME, &profiles).await?;
    let is_used = profiles.iter().any(|profile| profile.uses(&queue.id));
    let leading_there = QuickConnect::to_queue(&queue.instance_id, &queue.id);
    if is_used {
        Some(cx.in_use(&queue, "routing profiles use it"))
    } else if cx.transaction.has_entry::<QuickConnect>(&QuickConnect::BY_QUEUE, &leading_there).await? {
        Some(cx.in_use(&queue, "quick connects lead to it"))
    } else {
        None
    }
});
