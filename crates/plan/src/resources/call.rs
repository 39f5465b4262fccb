//! The calls that make and change resources.

use roster_model::operation::{Description, Operation};
use roster_model::ops::connect::agent_statuses::{CreateAgentStatus, UpdateAgentStatus};
use roster_model::ops::connect::hierarchies::{CreateUserHierarchyGroup, UpdateUserHierarchyStructure};
use roster_model::ops::connect::hours_of_operations::CreateHoursOfOperation;
use roster_model::ops::connect::predefined_attributes::{
    CreatePredefinedAttribute, UpdatePredefinedAttribute,
};
use roster_model::ops::connect::queues::CreateQueue;
use roster_model::ops::connect::routing_profiles::{
    AssociateRoutingProfileQueues, CreateRoutingProfile, DisassociateRoutingProfileQueues,
    UpdateRoutingProfileAgentAvailabilityTimer, UpdateRoutingProfileConcurrency,
    UpdateRoutingProfileDefaultOutboundQueue, UpdateRoutingProfileName, UpdateRoutingProfileQueues,
};
use roster_model::ops::connect::security_profiles::{CreateSecurityProfile, UpdateSecurityProfile};
use roster_model::ops::connect::tags::{TagResource, UntagResource};
use serde::{Deserialize, Serialize};

macro_rules! calls {
    ($($(#[$documentation:meta])* $call:ident;)*) => {
        /// A call that makes or changes a resource. Calls for the same resource are in their order: a channel comes before
        /// its queues, and queues are removed before others are added, because their number is limited.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum ResourceCall {
            $($(#[$documentation])* $call,)*
        }

        impl ResourceCall {
            /// The operation.
            pub const fn operation(self) -> &'static Description {
                match self {
                    $(Self::$call => $call::DESCRIPTION,)*
                }
            }
        }
    };
}

calls! {
    /// Makes hours of operation.
    CreateHoursOfOperation;
    /// Makes a queue.
    CreateQueue;
    /// Makes a predefined attribute.
    CreatePredefinedAttribute;
    /// Changes values and settings of a predefined attribute.
    UpdatePredefinedAttribute;
    /// Adds and renames levels of the hierarchy.
    UpdateUserHierarchyStructure;
    /// Makes a hierarchy group.
    CreateUserHierarchyGroup;
    /// Makes an agent status.
    CreateAgentStatus;
    /// Changes settings of an agent status.
    UpdateAgentStatus;
    /// Makes a security profile.
    CreateSecurityProfile;
    /// Changes permissions and settings of a security profile.
    UpdateSecurityProfile;
    /// Makes a routing profile, without queues.
    CreateRoutingProfile;
    /// Changes the description of a routing profile.
    UpdateRoutingProfileName;
    /// Changes the channels of a routing profile.
    UpdateRoutingProfileConcurrency;
    /// Changes the queue for outbound calls of a routing profile.
    UpdateRoutingProfileDefaultOutboundQueue;
    /// Changes how a routing profile finds the agent who waits longest.
    UpdateRoutingProfileAgentAvailabilityTimer;
    /// Removes queues from a routing profile.
    DisassociateRoutingProfileQueues;
    /// Changes priorities and delays of queues of a routing profile.
    UpdateRoutingProfileQueues;
    /// Adds queues to a routing profile.
    AssociateRoutingProfileQueues;
    /// Removes tags.
    UntagResource;
    /// Adds tags, and changes values of tags.
    TagResource;
}

impl ResourceCall {
    /// Whether it makes a resource.
    pub const fn is_creation(self) -> bool {
        match self {
            Self::CreateHoursOfOperation
            | Self::CreateQueue
            | Self::CreatePredefinedAttribute
            | Self::CreateUserHierarchyGroup
            | Self::CreateAgentStatus
            | Self::CreateSecurityProfile
            | Self::CreateRoutingProfile => true,
            Self::UpdatePredefinedAttribute
            | Self::UpdateUserHierarchyStructure
            | Self::UpdateAgentStatus
            | Self::UpdateSecurityProfile
            | Self::UpdateRoutingProfileName
            | Self::UpdateRoutingProfileConcurrency
            | Self::UpdateRoutingProfileDefaultOutboundQueue
            | Self::UpdateRoutingProfileAgentAvailabilityTimer
            | Self::DisassociateRoutingProfileQueues
            | Self::UpdateRoutingProfileQueues
            | Self::AssociateRoutingProfileQueues
            | Self::UntagResource
            | Self::TagResource => false,
        }
    }
}
