//! UpdateUserHierarchyGroupName.

use roster_model_derive::{operation, shape};

use super::HierarchyGroupName;
use crate::shapes::{HierarchyGroupId, InstanceId};

/// Gives a hierarchy group another name.
#[operation(
    http = "POST /user-hierarchy-groups/{InstanceId}/{HierarchyGroupId}/name",
    effect = Write,
    resources = "hierarchy-group*",
    exceptions = [
        InvalidRequest, InvalidParameter, DuplicateResource, ResourceNotFound, Throttling, InternalService,
    ],
    no_output,
)]
pub struct UpdateUserHierarchyGroupName;

/// The input of `UpdateUserHierarchyGroupName`.
#[shape]
pub struct UpdateUserHierarchyGroupNameRequest {
    /// The name, which no other group below the same parent has.
    pub name: HierarchyGroupName,
    /// The group.
    #[shape(label)]
    pub hierarchy_group_id: HierarchyGroupId,
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
}
