//! DescribePendingChange.

use roster_model_derive::{operation, shape};

use super::PendingChange;
use crate::shapes::{InstanceId, UserId};

/// Shows the change of a user's primary address that waits.
#[operation(
    service = Roster,
    http = "GET /_roster/guard/{InstanceId}/{UserId}",
    effect = Read,
    resources = "user*",
)]
pub struct DescribePendingChange;

/// The input of `DescribePendingChange`.
#[shape]
pub struct DescribePendingChangeRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The user.
    #[shape(label)]
    pub user_id: UserId,
}

/// The output of `DescribePendingChange`.
#[shape]
pub struct DescribePendingChangeResponse {
    /// The change.
    pub pending_change: Option<PendingChange>,
}
