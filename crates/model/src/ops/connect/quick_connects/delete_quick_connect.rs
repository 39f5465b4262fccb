//! DeleteQuickConnect.

use roster_model_derive::{operation, shape};

use crate::shapes::{InstanceId, QuickConnectId};

/// Deletes a quick connect, also for the queues that offer it.
#[operation(
    http = "DELETE /quick-connects/{InstanceId}/{QuickConnectId}",
    effect = Write,
    resources = "quick-connect*",
    no_output,
)]
pub struct DeleteQuickConnect;

/// The input of `DeleteQuickConnect`.
#[shape]
pub struct DeleteQuickConnectRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The quick connect.
    #[shape(label)]
    pub quick_connect_id: QuickConnectId,
}
