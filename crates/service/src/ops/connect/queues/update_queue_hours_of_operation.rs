use crate::prelude::connect::*;

update!(UpdateQueueHoursOfOperation: Queue queue_id of instance, |cx, request, queue| {
    let reference = &request.hours_of_operation_id;
    let hours: HoursOfOperation = required(cx, instance, "HoursOfOperationId", reference).await?;
    queue.hours_of_operation_id = hours.id;
});
