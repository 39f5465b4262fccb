use super::update_queue_outbound_caller_config::caller_config;
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
    breaches.extend(of_other_services(request));
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

/// Quick connects and e-mail addresses, of which no instance has any.
fn of_other_services(request: &CreateQueueRequest) -> Vec<Breach> {
    let quick_connects = request.quick_connect_ids.iter().flat_map(|ids| ids.iter());
    let quick_connects = quick_connects.map(|id| nothing("QuickConnectIds", id));
    let sender = request.outbound_email_config.as_ref();
    let sender = sender.and_then(|config| config.outbound_email_address_id.as_ref());
    let sender = sender.map(|id| nothing("OutboundEmailConfig.OutboundEmailAddressId", id));
    let addresses = request
        .email_addresses_config
        .iter()
        .flat_map(|configs| configs.iter());
    let addresses = addresses.map(|config| nothing("EmailAddressesConfig", &config.email_address_id));
    quick_connects.chain(sender).chain(addresses).collect()
}
