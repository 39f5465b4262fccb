//! DescribeUserHierarchyGroup.

use roster_model_derive::{operation, shape};

use super::{HierarchyGroupName, HierarchyLevelId};
use crate::shapes::{ARN, HierarchyGroupId, InstanceId, RegionName, TagMap, Timestamp};

/// Shows a hierarchy group, with the groups that it stands below.
#[operation(
    http = "GET /user-hierarchy-groups/{InstanceId}/{HierarchyGroupId}",
    effect = Read,
    resources = "hierarchy-group*",
)]
pub struct DescribeUserHierarchyGroup;

/// The input of `DescribeUserHierarchyGroup`.
#[shape]
pub struct DescribeUserHierarchyGroupRequest {
    /// The group.
    #[shape(label)]
    pub hierarchy_group_id: HierarchyGroupId,
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
}

/// The output of `DescribeUserHierarchyGroup`.
#[shape]
pub struct DescribeUserHierarchyGroupResponse {
    /// The group.
    pub hierarchy_group: Option<HierarchyGroup>,
}

/// A hierarchy group.
#[shape]
pub struct HierarchyGroup {
    /// The group's id.
    pub id: Option<HierarchyGroupId>,
    /// The group's ARN.
    pub arn: Option<ARN>,
    /// The group's name.
    pub name: Option<HierarchyGroupName>,
    /// The level that it stands at.
    pub level_id: Option<HierarchyLevelId>,
    /// The groups from the first level down to itself.
    pub hierarchy_path: Option<HierarchyPath>,
    /// The group's tags.
    pub tags: Option<TagMap>,
    /// When the group last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
}

/// The groups from the first level down to a group.
#[shape]
pub struct HierarchyPath {
    /// The group at the first level.
    pub level_one: Option<HierarchyGroupSummary>,
    /// The group at the second level.
    pub level_two: Option<HierarchyGroupSummary>,
    /// The group at the third level.
    pub level_three: Option<HierarchyGroupSummary>,
    /// The group at the fourth level.
    pub level_four: Option<HierarchyGroupSummary>,
    /// The group at the fifth level.
    pub level_five: Option<HierarchyGroupSummary>,
}

/// What lists say of a hierarchy group.
#[shape]
pub struct HierarchyGroupSummary {
    /// The group's id.
    pub id: Option<HierarchyGroupId>,
    /// The group's ARN.
    pub arn: Option<ARN>,
    /// The group's name.
    pub name: Option<HierarchyGroupName>,
    /// When the group last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
}
