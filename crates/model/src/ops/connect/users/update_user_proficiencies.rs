//! UpdateUserProficiencies.

use roster_model_derive::{operation, shape};

use super::UserProficiencyList;
use crate::shapes::{InstanceId, UserId};

/// Changes the levels of proficiencies that a user has.
#[operation(
    http = "POST /users/{InstanceId}/{UserId}/proficiencies",
    effect = Write,
    resources = "user* instance*",
    no_output,
)]
pub struct UpdateUserProficiencies;

/// The input of `UpdateUserProficiencies`.
#[shape]
pub struct UpdateUserProficienciesRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The user.
    #[shape(label)]
    pub user_id: UserId,
    /// The proficiencies.
    pub user_proficiencies: UserProficiencyList,
}
