use crate::prelude::connect::*;

update!(UpdateQueueName: Queue queue_id with another "Name", |cx, request, queue| {
    refuse(rules::required_members::renaming(request.name.is_some(), request.description.is_some()))?;
    if let Some(name) = &request.name {
        queue.name = name.to_string();
    }
    if request.description.is_some() {
        queue.description.clone_from(&request.description);
    }
});
