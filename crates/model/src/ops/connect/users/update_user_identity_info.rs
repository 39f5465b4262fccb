//! UpdateUserIdentityInfo.

use roster_model_derive::{operation, shape};

use crate::shapes::{InstanceId, UserId, UserIdentityInfo};

/// Replaces the identity information of a user.
///
/// A caller with this permission can take over an account: change the address, then reset the password by
/// mail. Grant it sparingly.
#[operation(
    http = "POST /users/{InstanceId}/{UserId}/identity-info",
    effect = Write,
    resources = "user*",
    no_output,
)]
pub struct UpdateUserIdentityInfo;

/// The input of `UpdateUserIdentityInfo`.
#[shape]
pub struct UpdateUserIdentityInfoRequest {
    /// The whole new identity information; a member left out is cleared, but for `Email`.
    pub identity_info: UserIdentityInfo,
    /// The user.
    #[shape(label)]
    pub user_id: UserId,
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
}
