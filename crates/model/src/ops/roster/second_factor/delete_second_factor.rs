//! DeleteSecondFactor.

use roster_model_derive::{operation, shape};

use crate::shapes::{InstanceId, UserId};

/// Takes the second factor of a user away, and ends the sessions of the user. A user who needs one sets up a new one at the
/// next sign-in.
#[operation(
    service = Roster,
    http = "DELETE /_roster/second-factor/{InstanceId}/{UserId}",
    effect = Write,
    resources = "user*",
    no_output,
)]
pub struct DeleteSecondFactor;

/// The input of `DeleteSecondFactor`.
#[shape]
pub struct DeleteSecondFactorRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The user.
    #[shape(label)]
    pub user_id: UserId,
}
