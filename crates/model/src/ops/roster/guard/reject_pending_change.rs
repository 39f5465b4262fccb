//! RejectPendingChange.

use roster_model_derive::{operation, shape};

use crate::shapes::{InstanceId, PendingChangeId, UserId};

/// Drops the change of a user's primary address that waits.
#[operation(
    service = Roster,
    http = "POST /_roster/guard/{InstanceId}/{UserId}/reject",
    effect = Write,
    resources = "user*",
    no_output,
)]
pub struct RejectPendingChange;

/// The input of `RejectPendingChange`.
#[shape]
pub struct RejectPendingChangeRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The user.
    #[shape(label)]
    pub user_id: UserId,
    /// The change to drop, by its id: another one may have replaced it.
    pub change_id: PendingChangeId,
}
