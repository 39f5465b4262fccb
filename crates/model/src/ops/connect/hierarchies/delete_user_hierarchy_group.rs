//! DeleteUserHierarchyGroup.

use roster_model_derive::{operation, shape};

use crate::shapes::{HierarchyGroupId, InstanceId};

/// Deletes a hierarchy group that has neither users nor groups below it.
#[operation(
    http = "DELETE /user-hierarchy-groups/{InstanceId}/{HierarchyGroupId}",
    effect = Write,
    resources = "hierarchy-group*",
    exceptions = [
        InvalidRequest, InvalidParameter, ResourceNotFound, ResourceInUse, Throttling, InternalService,
    ],
    no_output,
)]
pub struct DeleteUserHierarchyGroup;

/// The input of `DeleteUserHierarchyGroup`.
#[shape]
pub struct DeleteUserHierarchyGroupRequest {
    /// The group.
    #[shape(label)]
    pub hierarchy_group_id: HierarchyGroupId,
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
}
