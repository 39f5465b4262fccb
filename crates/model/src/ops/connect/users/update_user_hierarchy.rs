//! UpdateUserHierarchy.

use roster_model_derive::{operation, shape};

use crate::shapes::{HierarchyGroupId, InstanceId, UserId};

/// Puts a user into a hierarchy group, or takes the user out of it.
#[operation(
    http = "POST /users/{InstanceId}/{UserId}/hierarchy",
    effect = Write,
    resources = "user* hierarchy-group",
    no_output,
)]
pub struct UpdateUserHierarchy;

/// The input of `UpdateUserHierarchy`.
#[shape]
pub struct UpdateUserHierarchyRequest {
    /// The group; without one the user is in none.
    pub hierarchy_group_id: Option<HierarchyGroupId>,
    /// The user.
    #[shape(label)]
    pub user_id: UserId,
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
}
