//! What handlers of Connect use. Where a record has the name of a shape, the name alone is the record's.

pub(crate) use roster_domain::records::{
    AddressChange, AgentStatus, AuthenticationProfile, HierarchyGroup, HierarchyLevel, HierarchyStructure,
    Instance, InstanceResource as _, OneTimeLink, PasswordHash, PendingChange, PendingSignIn,
    PredefinedAttribute, ResetFreeze, RoutingProfile, SecondFactor, SecurityProfile, SignInPlaces, User,
    UserSession,
};
pub(crate) use roster_domain::{Id, Key, Record as _, rules};
pub(crate) use roster_model::ops::connect::agent_statuses::{self, *};
pub(crate) use roster_model::ops::connect::authentication_profiles::{self, *};
pub(crate) use roster_model::ops::connect::hierarchies::{self, *};
pub(crate) use roster_model::ops::connect::instances::{self, *};
pub(crate) use roster_model::ops::connect::predefined_attributes::{self, *};
pub(crate) use roster_model::ops::connect::routing_profiles::{self, *};
pub(crate) use roster_model::ops::connect::security_profiles::{self, *};
pub(crate) use roster_model::ops::connect::tags::*;
pub(crate) use roster_model::ops::connect::users::{self, *};
pub(crate) use roster_model::shapes::{self, ARN};

pub(crate) use super::*;
pub(crate) use crate::families::{delete, describe, handler, list, list_held, search, update};
pub(crate) use crate::refusal::refuse;
