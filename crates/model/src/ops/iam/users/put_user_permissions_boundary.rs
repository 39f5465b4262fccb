//! PutUserPermissionsBoundary.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::{ArnType, UserNameType};

/// Sets the most that a user may be permitted.
#[operation(
    service = Iam,
    effect = Write,
    resources = "user*",
    exceptions = [NoSuchEntity, InvalidInput, PolicyNotAttachable, ServiceFailure],
    no_output,
)]
pub struct PutUserPermissionsBoundary;

/// The input of `PutUserPermissionsBoundary`.
#[shape]
pub struct PutUserPermissionsBoundaryRequest {
    /// The user.
    pub user_name: UserNameType,
    /// The ARN of the managed policy.
    pub permissions_boundary: ArnType,
}
