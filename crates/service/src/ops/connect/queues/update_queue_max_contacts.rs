use crate::prelude::connect::*;

update!(UpdateQueueMaxContacts: Queue queue_id, |cx, request, queue| {
    queue.max_contacts.clone_from(&request.max_contacts);
});
