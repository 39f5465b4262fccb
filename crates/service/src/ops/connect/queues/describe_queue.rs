use crate::prelude::connect::*;

describe!(DescribeQueue: Queue queue_id, queue is |cx, queue| describe(cx, queue));

/// A queue as answers have it.
pub(super) fn describe(cx: &RequestContext, queue: Queue) -> queues::Queue {
    queues::Queue {
        queue_arn: Some(cx.arn_of(&queue).into()),
        last_modified_region: Some(queue.last_modified_region()),
        status: Some(queue.status()),
        name: Some(queue.name.into()),
        queue_id: Some(queue.id.into_member()),
        description: queue.description,
        outbound_caller_config: queue.outbound_caller_config,
        hours_of_operation_id: Some(queue.hours_of_operation_id.into_member()),
        max_contacts: queue.max_contacts,
        tags: queue.tags,
        last_modified_time: Some(queue.last_modified_time),
    }
}
