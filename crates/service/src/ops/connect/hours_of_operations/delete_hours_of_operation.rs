use crate::prelude::connect::*;

delete!(DeleteHoursOfOperation: HoursOfOperation hours_of_operation_id, unless |cx, hours| {
    // An instance has few.
    let queues = Queue::of_instance(&hours.instance_id);
    let queues: Vec<Queue> = cx.transaction.all(&Queue::BY_NAME, &queues).await?;
    let is_used = queues.iter().any(|queue| queue.hours_of_operation_id == hours.id);
    is_used.then(|| cx.in_use(&hours, "queues have them"))
});
