//! CreateUser.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::{ArnType, PathType, TagListType, User, UserNameType};

/// Makes a user of IAM.
#[operation(
    service = Iam,
    effect = Write,
    resources = "user*",
    further = "Tags: iam:TagUser on user",
    exceptions = [QuotaExceeded, EntityAlreadyExists, NoSuchEntity, InvalidInput, ConcurrentModification, ServiceFailure],
)]
pub struct CreateUser;

/// The input of `CreateUser`.
#[shape]
pub struct CreateUserRequest {
    /// The path; `/` by default.
    pub path: Option<PathType>,
    /// The name, unique in the account whatever its case.
    pub user_name: UserNameType,
    /// The ARN of the managed policy that says the most that the user may be permitted.
    pub permissions_boundary: Option<ArnType>,
    /// The tags.
    pub tags: Option<TagListType>,
}

/// The output of `CreateUser`.
#[shape]
pub struct CreateUserResponse {
    /// The new user.
    pub user: Option<User>,
}
