//! DeleteUser.

use roster_model_derive::{operation, shape};

use crate::shapes::{InstanceId, UserId};

/// Deletes a user, for good.
#[operation(
    http = "DELETE /users/{InstanceId}/{UserId}",
    effect = Write,
    resources = "user*",
    no_output,
)]
pub struct DeleteUser;

/// The input of `DeleteUser`.
#[shape]
pub struct DeleteUserRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The user.
    #[shape(label)]
    pub user_id: UserId,
}
