//! DescribeUserHierarchyStructure.

use roster_model_derive::{operation, shape};

use crate::shapes::{ARN, InstanceId, RegionName, Timestamp};

/// Shows the levels of an instance's hierarchy.
#[operation(
    http = "GET /user-hierarchy-structure/{InstanceId}",
    effect = Read,
    resources = "instance*",
)]
pub struct DescribeUserHierarchyStructure;

/// The input of `DescribeUserHierarchyStructure`.
#[shape]
pub struct DescribeUserHierarchyStructureRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
}

/// The output of `DescribeUserHierarchyStructure`.
#[shape]
pub struct DescribeUserHierarchyStructureResponse {
    /// The levels.
    pub hierarchy_structure: Option<HierarchyStructure>,
}

/// The levels of a hierarchy: the first is the highest.
#[shape]
pub struct HierarchyStructure {
    /// The first level.
    pub level_one: Option<HierarchyLevel>,
    /// The second level.
    pub level_two: Option<HierarchyLevel>,
    /// The third level.
    pub level_three: Option<HierarchyLevel>,
    /// The fourth level.
    pub level_four: Option<HierarchyLevel>,
    /// The fifth level.
    pub level_five: Option<HierarchyLevel>,
}

/// A level of a hierarchy.
#[shape]
pub struct HierarchyLevel {
    /// The level's id.
    pub id: Option<HierarchyLevelId>,
    /// The level's ARN.
    pub arn: Option<ARN>,
    /// The level's name.
    pub name: Option<HierarchyLevelName>,
    /// When the level last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
}

/// The id of a level of a hierarchy.
#[shape]
pub struct HierarchyLevelId(pub String);

/// The name of a level of a hierarchy.
#[shape(length(1, 50))]
pub struct HierarchyLevelName(pub String);
