//! UpdateQueueMaxContacts.

use roster_model_derive::{operation, shape};

use super::QueueMaxContacts;
use crate::shapes::{InstanceId, QueueId};

/// Changes how many contacts a queue holds before it is full.
#[operation(
    http = "POST /queues/{InstanceId}/{QueueId}/max-contacts",
    effect = Write,
    resources = "queue*",
    no_output,
)]
pub struct UpdateQueueMaxContacts;

/// The input of `UpdateQueueMaxContacts`.
#[shape]
pub struct UpdateQueueMaxContactsRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The queue.
    #[shape(label)]
    pub queue_id: QueueId,
    /// How many from now on; without a number, there is no limit.
    pub max_contacts: Option<QueueMaxContacts>,
}
