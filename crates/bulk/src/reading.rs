//! How the API shows the kinds of resources.

use roster_model::operation::{Description, Operation};
use roster_model::ops::connect::agent_statuses::{DescribeAgentStatus, ListAgentStatuses};
use roster_model::ops::connect::hierarchies::{DescribeUserHierarchyGroup, ListUserHierarchyGroups};
use roster_model::ops::connect::hours_of_operations::{DescribeHoursOfOperation, ListHoursOfOperations};
use roster_model::ops::connect::predefined_attributes::{
    DescribePredefinedAttribute, ListPredefinedAttributes,
};
use roster_model::ops::connect::queues::{DescribeQueue, ListQueues};
use roster_model::ops::connect::routing_profiles::{
    DescribeRoutingProfile, ListRoutingProfileManualAssignmentQueues, ListRoutingProfileQueues,
    ListRoutingProfiles,
};
use roster_model::ops::connect::security_profiles::{
    DescribeSecurityProfile, ListSecurityProfileAIAgents, ListSecurityProfileApplications,
    ListSecurityProfileFlowModules, ListSecurityProfilePermissions, ListSecurityProfiles,
};
use roster_plan::ResourceKind;

/// How resources of a kind are read.
pub(crate) struct Reading {
    /// What lists them, with ids and names.
    pub(crate) list: &'static Description,
    /// What describes one.
    pub(crate) description: &'static Description,
    /// Where the description has it.
    pub(crate) member: &'static str,
    /// Lists of its own, and the members that they stand for.
    pub(crate) lists: &'static [(&'static str, &'static Description)],
}

/// How a kind is read; none if there is one such resource, which is not listed.
pub(crate) fn reading(kind: ResourceKind) -> Option<Reading> {
    let (list, description, member, lists): (_, _, _, &'static [_]) = match kind {
        ResourceKind::HierarchyLevels => return None,
        ResourceKind::HoursOfOperation => (
            ListHoursOfOperations::DESCRIPTION,
            DescribeHoursOfOperation::DESCRIPTION,
            "HoursOfOperation",
            &[],
        ),
        ResourceKind::Queue => (ListQueues::DESCRIPTION, DescribeQueue::DESCRIPTION, "Queue", &[]),
        ResourceKind::PredefinedAttribute => (
            ListPredefinedAttributes::DESCRIPTION,
            DescribePredefinedAttribute::DESCRIPTION,
            "PredefinedAttribute",
            &[],
        ),
        ResourceKind::HierarchyGroup => (
            ListUserHierarchyGroups::DESCRIPTION,
            DescribeUserHierarchyGroup::DESCRIPTION,
            "HierarchyGroup",
            &[],
        ),
        ResourceKind::AgentStatus => (
            ListAgentStatuses::DESCRIPTION,
            DescribeAgentStatus::DESCRIPTION,
            "AgentStatus",
            &[],
        ),
        ResourceKind::SecurityProfile => (
            ListSecurityProfiles::DESCRIPTION,
            DescribeSecurityProfile::DESCRIPTION,
            "SecurityProfile",
            &[
                ("Permissions", ListSecurityProfilePermissions::DESCRIPTION),
                ("Applications", ListSecurityProfileApplications::DESCRIPTION),
                ("AllowedFlowModules", ListSecurityProfileFlowModules::DESCRIPTION),
                ("AllowedAIAgents", ListSecurityProfileAIAgents::DESCRIPTION),
            ],
        ),
        ResourceKind::RoutingProfile => (
            ListRoutingProfiles::DESCRIPTION,
            DescribeRoutingProfile::DESCRIPTION,
            "RoutingProfile",
            &[
                ("QueueConfigs", ListRoutingProfileQueues::DESCRIPTION),
                (
                    "ManualAssignmentQueueConfigs",
                    ListRoutingProfileManualAssignmentQueues::DESCRIPTION,
                ),
            ],
        ),
    };
    Some(Reading {
        list,
        description,
        member,
        lists,
    })
}

/// How many calls a look at a resource takes.
pub(crate) fn looks(kind: ResourceKind) -> usize {
    1 + reading(kind).map_or(0, |reading| reading.lists.len())
}
