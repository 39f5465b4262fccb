use crate::prelude::connect::*;

update!(UpdateQueueOutboundEmailConfig: Queue queue_id, |cx, request, _queue| {
    refuse(email_config(&request.outbound_email_config))?;
});

/// What is wrong with the sender of outbound messages: no instance has e-mail addresses.
pub(super) fn email_config(config: &OutboundEmailConfig) -> Vec<Breach> {
    let sender = config.outbound_email_address_id.as_ref();
    let sender = sender.map(|id| nothing("OutboundEmailConfig.OutboundEmailAddressId", id));
    sender.into_iter().collect()
}
