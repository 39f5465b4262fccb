//! UpdateUserHierarchyStructure.

use roster_model_derive::{operation, shape};

use super::HierarchyLevelName;
use crate::shapes::InstanceId;

/// Replaces the levels of an instance's hierarchy. A level that is left out goes; one with groups cannot.
#[operation(
    http = "POST /user-hierarchy-structure/{InstanceId}",
    effect = Write,
    resources = "instance*",
    exceptions = [
        InvalidRequest, InvalidParameter, ResourceNotFound, ResourceInUse, Throttling, InternalService,
    ],
    no_output,
)]
pub struct UpdateUserHierarchyStructure;

/// The input of `UpdateUserHierarchyStructure`.
#[shape]
pub struct UpdateUserHierarchyStructureRequest {
    /// All levels that there are to be.
    pub hierarchy_structure: HierarchyStructureUpdate,
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
}

/// The levels that a hierarchy is to have, without gaps: the first is the highest.
#[shape]
pub struct HierarchyStructureUpdate {
    /// The first level.
    pub level_one: Option<HierarchyLevelUpdate>,
    /// The second level.
    pub level_two: Option<HierarchyLevelUpdate>,
    /// The third level.
    pub level_three: Option<HierarchyLevelUpdate>,
    /// The fourth level.
    pub level_four: Option<HierarchyLevelUpdate>,
    /// The fifth level.
    pub level_five: Option<HierarchyLevelUpdate>,
}

/// A level that a hierarchy is to have.
#[shape]
pub struct HierarchyLevelUpdate {
    /// Its name.
    pub name: HierarchyLevelName,
}
