//! ApprovePendingChange.

use roster_model_derive::{operation, shape};

use crate::shapes::{InstanceId, PendingChangeId, UserId};

/// Approves the change of a user's primary address that waits. The principal that asked for the change cannot.
#[operation(
    service = Roster,
    http = "POST /_roster/guard/{InstanceId}/{UserId}/approve",
    effect = Write,
    resources = "user*",
    no_output,
)]
pub struct ApprovePendingChange;

/// The input of `ApprovePendingChange`.
#[shape]
pub struct ApprovePendingChangeRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The user.
    #[shape(label)]
    pub user_id: UserId,
    /// The change to approve, by its id: another one may have replaced it.
    pub change_id: PendingChangeId,
}
