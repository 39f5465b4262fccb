//! UpdateQueueOutboundEmailConfig.

use roster_model_derive::{operation, shape};

use super::OutboundEmailConfig;
use crate::shapes::{InstanceId, QueueId};

/// Replaces the address that the outbound messages of a queue come from. No instance has e-mail addresses, so that none
/// can be named.
#[operation(
    http = "POST /queues/{InstanceId}/{QueueId}/outbound-email-config",
    effect = Write,
    resources = "queue*",
    exceptions = [
        InvalidRequest, InvalidParameter, ResourceNotFound, Throttling, InternalService, AccessDenied,
        ConditionalOperationFailed,
    ],
    no_output,
)]
pub struct UpdateQueueOutboundEmailConfig;

/// The input of `UpdateQueueOutboundEmailConfig`.
#[shape]
pub struct UpdateQueueOutboundEmailConfigRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The queue.
    #[shape(label)]
    pub queue_id: QueueId,
    /// The address from now on.
    pub outbound_email_config: OutboundEmailConfig,
}
