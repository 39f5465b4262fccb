use crate::prelude::connect::*;

update!(UpdateQueueStatus: Queue queue_id, |cx, request, queue| {
    queue.status = Some(request.status);
});
