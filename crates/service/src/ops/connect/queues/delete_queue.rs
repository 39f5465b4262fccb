use crate::prelude::connect::*;

delete!(DeleteQueue: Queue queue_id, unless |cx, queue| {
    // An instance has few.
    let profiles = RoutingProfile::of_instance(&queue.instance_id);
    let profiles: Vec<RoutingProfile> = cx.transaction.all(&RoutingProfile::BY_NAME, &profiles).await?;
    let is_used = profiles.iter().any(|profile| profile.uses(&queue.id));
    is_used.then(|| cx.in_use(&queue, "routing profiles use it"))
});
