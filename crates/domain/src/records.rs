//! The records, one file each, and the list of their kinds.

mod address_change;
mod agent_status;
mod association;
mod audit_checkpoint;
mod audit_signing_key;
mod authentication_profile;
mod deleted_instance;
mod folded;
mod hierarchy_group;
mod hierarchy_structure;
mod hours_of_operation;
pub mod iam;
mod instance;
mod instance_resource;
mod instance_resources;
mod instance_settings;
mod job;
mod mail;
mod master_key;
mod named_record;
mod notification;
mod one_time_link;
mod owner;
mod password;
mod pending_change;
mod pending_sign_in;
mod predefined_attribute;
mod queue;
mod quick_connect;
mod reset_freeze;
mod routing_profile;
mod searchable;
mod second_factor;
mod security_profile;
mod sign_in_places;
mod storage_config;
mod user;
mod user_notification_status;
mod user_session;
mod user_terms;
mod workspace;
mod workspace_association;

pub use address_change::AddressChange;
pub use agent_status::AgentStatus;
pub use association::{Association, AssociationType};
pub use audit_checkpoint::AuditCheckpoint;
pub use audit_signing_key::{AuditSigningKey, AuditSigningSecret};
pub use authentication_profile::AuthenticationProfile;
pub use deleted_instance::DeletedInstance;
pub use folded::folded;
pub use hierarchy_group::HierarchyGroup;
pub use hierarchy_structure::{HierarchyLevel, HierarchyStructure, LevelDetails};
pub use hours_of_operation::{DayHours, HoursOfOperation};
pub use instance::{Instance, InstanceAttribute};
pub use instance_resource::InstanceResource;
pub use instance_settings::InstanceSettings;
pub use job::{Job, JobState};
pub use mail::{Mail, MailContent, MailState};
pub use master_key::MasterKeyInUse;
pub use notification::Notification;
pub use one_time_link::{LinkPurpose, OneTimeLink};
pub use owner::{OWNERS, owners};
pub use password::PasswordHash;
pub use pending_change::{AskedBy, PendingChange};
pub use pending_sign_in::PendingSignIn;
pub use predefined_attribute::PredefinedAttribute;
pub use queue::Queue;
pub use quick_connect::{QuickConnect, QuickConnectTarget};
pub use reset_freeze::ResetFreeze;
pub use routing_profile::{QueueConfig, QueueReference, RoutingProfile};
pub use searchable::Searchable;
pub(crate) use searchable::TAG;
pub use second_factor::SecondFactor;
pub use security_profile::SecurityProfile;
pub use sign_in_places::{SignInPlace, SignInPlaces};
pub use storage_config::StorageConfig;
pub use user::User;
pub use user_notification_status::UserNotificationStatus;
pub use user_session::UserSession;
pub use user_terms::UserField;
pub use workspace::Workspace;
pub use workspace_association::{AssociatedType, AssociationField, WorkspaceAssociation};

use crate::record::{Kind, Record};

/// Every kind of record. An engine makes room for each.
pub fn kinds() -> impl Iterator<Item = &'static Kind> {
    OWN_KINDS
        .iter()
        .chain(KINDS_OF_AN_INSTANCE)
        .chain(iam::KINDS)
        .copied()
}

/// The kinds whose records belong to nothing else.
const OWN_KINDS: &[&Kind] = &[
    AuditCheckpoint::KIND,
    AuditSigningKey::KIND,
    AuditSigningSecret::KIND,
    DeletedInstance::KIND,
    Instance::KIND,
    Job::KIND,
    Mail::KIND,
    MasterKeyInUse::KIND,
];

/// The kinds whose records belong to an instance and go with it.
pub const KINDS_OF_AN_INSTANCE: &[&Kind] = &[
    AddressChange::KIND,
    AgentStatus::KIND,
    Association::KIND,
    AuthenticationProfile::KIND,
    HierarchyGroup::KIND,
    HierarchyStructure::KIND,
    HoursOfOperation::KIND,
    Notification::KIND,
    OneTimeLink::KIND,
    PasswordHash::KIND,
    PendingChange::KIND,
    PendingSignIn::KIND,
    PredefinedAttribute::KIND,
    Queue::KIND,
    QuickConnect::KIND,
    ResetFreeze::KIND,
    RoutingProfile::KIND,
    SecondFactor::KIND,
    SecurityProfile::KIND,
    SignInPlaces::KIND,
    StorageConfig::KIND,
    User::KIND,
    UserNotificationStatus::KIND,
    UserSession::KIND,
    Workspace::KIND,
    WorkspaceAssociation::KIND,
];
