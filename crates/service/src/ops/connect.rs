//! Amazon Connect.

mod agent_statuses;
mod authentication_profiles;
mod hierarchies;
mod instances;
mod predefined_attributes;
mod references;
mod routing_profiles;
mod security_profiles;
mod tags;
mod users;

pub(crate) use instances::insert_instance;
