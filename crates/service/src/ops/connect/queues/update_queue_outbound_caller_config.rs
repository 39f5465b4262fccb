use crate::prelude::connect::*;

update!(UpdateQueueOutboundCallerConfig: Queue queue_id, |cx, request, queue| {
    refuse(caller_config(&request.outbound_caller_config))?;
    queue.outbound_caller_config = Some(request.outbound_caller_config.clone());
});

/// What is wrong with what the called see: no instance has telephone numbers or flows.
pub(super) fn caller_config(config: &OutboundCallerConfig) -> Vec<Breach> {
    let number = config.outbound_caller_id_number_id.as_ref();
    let number = number.map(|id| nothing("OutboundCallerConfig.OutboundCallerIdNumberId", id));
    let flow = config.outbound_flow_id.as_ref();
    let flow = flow.map(|id| nothing("OutboundCallerConfig.OutboundFlowId", id));
    number.into_iter().chain(flow).collect()
}
