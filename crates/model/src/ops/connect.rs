//! Amazon Connect.

pub mod agent_statuses;
pub mod authentication_profiles;
pub mod entity_security_profiles;
pub mod hierarchies;
pub mod hours_of_operations;
pub mod instances;
pub mod predefined_attributes;
pub mod queues;
pub mod quick_connects;
pub mod routing_profiles;
pub mod security_profiles;
pub mod tags;
pub mod users;
