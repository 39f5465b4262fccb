//! CreateUserHierarchyGroup.

use roster_model_derive::{operation, shape};

use crate::shapes::{ARN, HierarchyGroupId, InstanceId, TagMap};

/// Makes a group in the hierarchy of an instance: at the first level, or one level below another group.
#[operation(
    http = "PUT /user-hierarchy-groups/{InstanceId}",
    effect = Write,
    resources = "hierarchy-group*",
    further = "Tags: connect:TagResource on hierarchy-group",
    exceptions = [
        InvalidRequest, InvalidParameter, DuplicateResource, LimitExceeded, ResourceNotFound, Throttling,
        InternalService,
    ],
)]
pub struct CreateUserHierarchyGroup;

/// The input of `CreateUserHierarchyGroup`.
#[shape]
pub struct CreateUserHierarchyGroupRequest {
    /// The group's name, which no other group below the same parent has.
    pub name: HierarchyGroupName,
    /// The group that it is to stand below; without one it stands at the first level.
    pub parent_group_id: Option<HierarchyGroupId>,
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The group's tags.
    pub tags: Option<TagMap>,
}

/// The name of a hierarchy group.
#[shape(length(1, 100))]
pub struct HierarchyGroupName(pub String);

/// The output of `CreateUserHierarchyGroup`.
#[shape]
pub struct CreateUserHierarchyGroupResponse {
    /// The group's id.
    pub hierarchy_group_id: Option<HierarchyGroupId>,
    /// The group's ARN.
    pub hierarchy_group_arn: Option<ARN>,
}
