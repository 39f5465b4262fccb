mod agent_statuses;
mod authentication_profiles;
pub(crate) mod hierarchies;
mod instances;
mod predefined_attributes;
mod routing_profiles;
mod security_profiles;
mod tags;
mod users;
