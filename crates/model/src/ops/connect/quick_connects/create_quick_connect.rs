//! CreateQuickConnect.

use roster_model_derive::{operation, shape};

use crate::shapes::{ARN, ContactFlowId, InstanceId, PhoneNumber, QueueId, QuickConnectId, TagMap, UserId};

/// Makes a quick connect.
#[operation(
    http = "PUT /quick-connects/{InstanceId}",
    effect = Write,
    resources = "quick-connect* contact-flow queue user",
    further = "Tags: connect:TagResource on quick-connect",
    exceptions = [
        InvalidRequest, InvalidParameter, DuplicateResource, ResourceNotFound, LimitExceeded, Throttling,
        InternalService,
    ],
)]
pub struct CreateQuickConnect;

/// The input of `CreateQuickConnect`.
#[shape]
pub struct CreateQuickConnectRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Its name, unique within the instance.
    pub name: QuickConnectName,
    /// What it is for.
    pub description: Option<QuickConnectDescription>,
    /// Where it leads.
    pub quick_connect_config: QuickConnectConfig,
    /// Its tags.
    pub tags: Option<TagMap>,
}

/// The name of a quick connect.
#[shape(length(1, 127))]
pub struct QuickConnectName(pub String);

/// What a quick connect is for.
#[shape(length(1, 250), stored)]
pub struct QuickConnectDescription(pub String);

/// Where a quick connect leads: the one member that its type asks for says it.
#[shape]
pub struct QuickConnectConfig {
    /// What it leads to.
    pub quick_connect_type: QuickConnectType,
    /// The user, with the type USER.
    pub user_config: Option<UserQuickConnectConfig>,
    /// The queue, with the type QUEUE.
    pub queue_config: Option<QueueQuickConnectConfig>,
    /// The telephone number, with the type PHONE_NUMBER.
    pub phone_config: Option<PhoneNumberQuickConnectConfig>,
    /// The flow, with the type FLOW.
    pub flow_config: Option<FlowQuickConnectConfig>,
}

/// What a quick connect leads to.
#[shape]
pub enum QuickConnectType {
    /// A user.
    User,
    /// A queue.
    Queue,
    /// A telephone number outside.
    PhoneNumber,
    /// A flow.
    Flow,
}

/// A user that a quick connect leads to.
#[shape]
pub struct UserQuickConnectConfig {
    /// The user.
    pub user_id: UserId,
    /// The flow that takes the contact there.
    pub contact_flow_id: ContactFlowId,
}

/// A queue that a quick connect leads to.
#[shape]
pub struct QueueQuickConnectConfig {
    /// The queue.
    pub queue_id: QueueId,
    /// The flow that takes the contact there.
    pub contact_flow_id: ContactFlowId,
}

/// A telephone number that a quick connect leads to.
#[shape]
pub struct PhoneNumberQuickConnectConfig {
    /// The number, in E.164 form.
    pub phone_number: PhoneNumber,
}

/// A flow that a quick connect leads to.
#[shape]
pub struct FlowQuickConnectConfig {
    /// The flow.
    pub contact_flow_id: ContactFlowId,
}

/// The output of `CreateQuickConnect`.
#[shape]
pub struct CreateQuickConnectResponse {
    /// The ARN of the quick connect.
    #[shape(name = "QuickConnectARN")]
    pub quick_connect_arn: Option<ARN>,
    /// The id of the quick connect.
    pub quick_connect_id: Option<QuickConnectId>,
}
