//! What handlers of Connect use. Where a record has the name of a shape, the name alone is the record's.

pub(crate) use roster_domain::records::{
    AddressChange, AgentStatus, AuthenticationProfile, HierarchyGroup, HierarchyLevel, HierarchyStructure,
    HoursOfOperation, Instance, InstanceResource as _, Notification, OneTimeLink, PasswordHash,
    PendingChange, PendingSignIn, PredefinedAttribute, Queue, QuickConnect, ResetFreeze, RoutingProfile,
    SecondFactor, SecurityProfile, SignInPlaces, StorageConfig, User, UserNotificationStatus, UserSession,
    Workspace, WorkspaceAssociation,
};
pub(crate) use roster_domain::rules::{self, Breach};
pub(crate) use roster_domain::{Id, Key, Record as _};
pub(crate) use roster_model::ops::connect::agent_statuses::{self, *};
pub(crate) use roster_model::ops::connect::authentication_profiles::{self, *};
pub(crate) use roster_model::ops::connect::entity_security_profiles::*;
pub(crate) use roster_model::ops::connect::hierarchies::{self, *};
pub(crate) use roster_model::ops::connect::hours_of_operations::{self, *};
pub(crate) use roster_model::ops::connect::instances::{self, *};
pub(crate) use roster_model::ops::connect::metrics::*;
pub(crate) use roster_model::ops::connect::notifications::{self, *};
pub(crate) use roster_model::ops::connect::phone_numbers::*;
pub(crate) use roster_model::ops::connect::predefined_attributes::{self, *};
pub(crate) use roster_model::ops::connect::queues::{self, *};
pub(crate) use roster_model::ops::connect::quick_connects::{self, *};
pub(crate) use roster_model::ops::connect::routing_profiles::{self, *};
pub(crate) use roster_model::ops::connect::security_profiles::{self, *};
pub(crate) use roster_model::ops::connect::storage_configs::*;
pub(crate) use roster_model::ops::connect::tags::*;
pub(crate) use roster_model::ops::connect::traffic_distribution_groups::*;
pub(crate) use roster_model::ops::connect::users::{self, *};
pub(crate) use roster_model::ops::connect::workspace_associations::*;
pub(crate) use roster_model::ops::connect::workspaces::{self, *};
pub(crate) use roster_model::resource_type::Parent;
pub(crate) use roster_model::shapes::{self, ARN};

pub(crate) use super::*;
pub(crate) use crate::families::{delete, describe, empty, handler, list, list_held, search, update};
pub(crate) use crate::ops::{all_referred, nothing, referred, required};
pub(crate) use crate::refusal::refuse;
