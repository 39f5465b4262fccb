//! CreateQueue.

use roster_model_derive::{operation, shape};

use super::{OutboundCallerConfig, QueueDescription, QueueMaxContacts};
use crate::shapes::{
    ARN, CommonNameLength127, EmailAddressId, HoursOfOperationId, InstanceId, QueueId, QuickConnectId, TagMap,
};

/// Makes a queue.
#[operation(
    http = "PUT /queues/{InstanceId}",
    effect = Write,
    resources = "queue* hours-of-operation* contact-flow quick-connect",
    further = "Tags: connect:TagResource on queue",
    exceptions = [
        InvalidRequest, InvalidParameter, DuplicateResource, ResourceNotFound, LimitExceeded, Throttling,
        InternalService,
    ],
)]
pub struct CreateQueue;

/// The input of `CreateQueue`.
#[shape]
pub struct CreateQueueRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Its name, unique within the instance.
    pub name: CommonNameLength127,
    /// What it is for.
    pub description: Option<QueueDescription>,
    /// What the called see of outbound calls.
    pub outbound_caller_config: Option<OutboundCallerConfig>,
    /// Who sends outbound messages.
    pub outbound_email_config: Option<OutboundEmailConfig>,
    /// When its contacts are taken.
    pub hours_of_operation_id: HoursOfOperationId,
    /// How many contacts it holds before it is full; without a number, there is no limit.
    pub max_contacts: Option<QueueMaxContacts>,
    /// The quick connects that its users are offered.
    pub quick_connect_ids: Option<QuickConnectsList>,
    /// The addresses that its users can send messages from.
    pub email_addresses_config: Option<EmailAddressConfigList>,
    /// Its tags.
    pub tags: Option<TagMap>,
}

/// Who sends outbound messages.
#[shape]
pub struct OutboundEmailConfig {
    /// The address of the sender.
    pub outbound_email_address_id: Option<EmailAddressId>,
}

/// Quick connects.
#[shape(length(1, 50))]
pub struct QuickConnectsList(pub Vec<QuickConnectId>);

/// Addresses that messages can be sent from.
#[shape(length(1, 50))]
pub struct EmailAddressConfigList(pub Vec<EmailAddressConfig>);

/// An address that messages can be sent from.
#[shape]
pub struct EmailAddressConfig {
    /// The address.
    pub email_address_id: EmailAddressId,
}

/// The output of `CreateQueue`.
#[shape]
pub struct CreateQueueResponse {
    /// The ARN of the queue.
    pub queue_arn: Option<ARN>,
    /// The id of the queue.
    pub queue_id: Option<QueueId>,
}
