//! The rules, one file each. A rule takes a change and the state before it, and returns every way in which it
//! is broken; those of one request are reported together.

pub mod address_ranges;
pub mod agent_status;
pub mod association;
mod breach;
pub mod credentials;
pub mod email_domain;
pub mod entity_security_profiles;
pub mod hierarchy;
pub mod hours_of_operation;
pub mod identity_info;
pub mod instance;
pub mod instance_attributes;
pub mod mail_routing;
pub mod notification;
pub mod password;
pub mod phone;
pub mod predefined_attribute;
pub mod proficiencies;
pub mod quick_connect;
pub mod quotas;
pub mod required_members;
pub mod routing_profile;
pub mod second_factor;
pub mod sessions;
pub mod sign_in_places;
pub mod storage_config;
pub mod tags;
pub mod takeover;
pub mod user_data;
pub mod username;
pub mod workspace_association;

pub use breach::{Breach, Fault};
