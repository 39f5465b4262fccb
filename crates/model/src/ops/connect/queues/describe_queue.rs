//! DescribeQueue.

use roster_model_derive::{operation, shape};

use crate::shapes::{
    ARN, CommonNameLength127, ContactFlowId, HoursOfOperationId, InstanceId, PhoneNumberId, QueueId,
    RegionName, TagMap, Timestamp,
};

/// Shows a queue.
#[operation(
    http = "GET /queues/{InstanceId}/{QueueId}",
    effect = Read,
    resources = "queue*",
)]
pub struct DescribeQueue;

/// The input of `DescribeQueue`.
#[shape]
pub struct DescribeQueueRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The queue.
    #[shape(label)]
    pub queue_id: QueueId,
}

/// The output of `DescribeQueue`.
#[shape]
pub struct DescribeQueueResponse {
    /// The queue.
    pub queue: Option<Queue>,
}

/// A queue.
#[shape]
pub struct Queue {
    /// Its name.
    pub name: Option<CommonNameLength127>,
    /// Its ARN.
    pub queue_arn: Option<ARN>,
    /// Its id.
    pub queue_id: Option<QueueId>,
    /// What it is for.
    pub description: Option<QueueDescription>,
    /// What the called see of outbound calls.
    pub outbound_caller_config: Option<OutboundCallerConfig>,
    /// When its contacts are taken.
    pub hours_of_operation_id: Option<HoursOfOperationId>,
    /// How many contacts it holds before it is full; absent if there is no limit.
    pub max_contacts: Option<QueueMaxContacts>,
    /// Whether contacts may enter it.
    pub status: Option<QueueStatus>,
    /// Its tags.
    pub tags: Option<TagMap>,
    /// When it last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
}

/// What a queue is for.
#[shape(length(1, 250), stored)]
pub struct QueueDescription(pub String);

/// What the called see of outbound calls.
#[shape(stored)]
#[derive(Default)]
pub struct OutboundCallerConfig {
    /// The name of the caller.
    pub outbound_caller_id_name: Option<OutboundCallerIdName>,
    /// The telephone number of the caller.
    pub outbound_caller_id_number_id: Option<PhoneNumberId>,
    /// The flow that the called hear first.
    pub outbound_flow_id: Option<ContactFlowId>,
}

/// The name of a caller.
#[shape(length(1, 255), stored)]
pub struct OutboundCallerIdName(pub String);

/// How many contacts a queue holds before it is full.
#[shape(range(0, _), stored)]
pub struct QueueMaxContacts(pub i32);

/// Whether contacts may enter a queue.
#[shape(stored)]
pub enum QueueStatus {
    /// They may.
    Enabled,
    /// They may not.
    Disabled,
}
