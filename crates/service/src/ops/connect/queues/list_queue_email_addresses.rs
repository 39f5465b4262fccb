use crate::prelude::connect::*;

handler!(ListQueueEmailAddresses, |cx, request| -> Response {
    let queue: Queue = cx.resource_of(&request.instance_id, &request.queue_id).await?;
    let (none, next_token) = paging::slice(
        &List::new("email addresses", &queue.key()),
        &[],
        request.next_token.as_ref(),
        paging::limit(request.max_results.as_deref().copied(), 100),
    )?;
    Ok(Response {
        email_address_metadata_list: Some(EmailAddressMetadataList(none.to_vec())),
        next_token,
        last_modified_time: Some(queue.last_modified_time),
        last_modified_region: Some(queue.last_modified_region()),
    })
});
