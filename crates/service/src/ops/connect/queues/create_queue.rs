use super::update_queue_outbound_caller_config::caller_config;
use super::update_queue_outbound_email_config::email_config;
use crate::prelude::connect::*;

handler!(CreateQueue, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    let mut breaches = Vec::new();
    let reference = &request.hours_of_operation_id;
    let hours: Option<HoursOfOperation> =
        referred(cx, &instance, "HoursOfOperationId", reference, &mut breaches).await?;
    if let Some(config) = &request.outbound_caller_config {
        breaches.extend(caller_config(config));
    }
    let quick_connects = request
        .quick_connect_ids
        .as_deref()
        .map_or(&[][..], Vec::as_slice);
    let quick_connect_ids =
        all_referred::<QuickConnect>(cx, &instance, "QuickConnectIds", quick_connects, &mut breaches).await?;
    breaches.extend(request.outbound_email_config.iter().flat_map(email_config));
    breaches.extend(email_addresses(request));
    let hours = match hours {
        Some(hours) if breaches.is_empty() => hours,
        Some(_) | None => return Err(Refusal::Rules(breaches)),
    };
    let queue = Queue {
        id: cx.new_id(),
        instance_id: instance.id,
        name: request.name.to_string(),
        description: request.description.clone(),
        outbound_caller_config: request.outbound_caller_config.clone(),
        hours_of_operation_id: hours.id,
        max_contacts: request.max_contacts.clone(),
        status: Some(QueueStatus::Enabled),
        quick_connect_ids,
        tags: request.tags.clone(),
        last_modified_time: cx.now,
        last_modified_region: cx.account_region().region.clone(),
    };
    cx.create(&queue, "Name").await?;
    Ok(Response {
        queue_arn: Some(cx.arn_of(&queue).into()),
        queue_id: Some(queue.id.into_member()),
    })
});

/// What is wrong with the addresses that users can send messages from: no instance has e-mail addresses.
fn email_addresses(request: &CreateQueueRequest) -> Vec<Breach> {
    let configs = request
        .email_addresses_config
        .iter()
        .flat_map(|configs| configs.iter());
    let addresses = configs.map(|config| nothing("EmailAddressesConfig", &config.email_address_id));
    addresses.collect()
}
