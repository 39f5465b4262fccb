//! Amazon Connect.

mod agent_statuses;
mod associations;
mod authentication_profiles;
mod empty_lists;
mod entity_security_profiles;
mod hierarchies;
mod hours_of_operations;
mod instances;
mod metrics;
mod notifications;
mod phone_numbers;
mod predefined_attributes;
mod queue_configs;
mod queues;
mod quick_connect_targets;
mod quick_connects;
mod references;
mod routing_profiles;
mod security_profiles;
mod storage_configs;
mod tags;
mod traffic_distribution_groups;
mod users;
mod workspace_associations;
mod workspaces;

pub(crate) use instances::insert_instance;
pub(crate) use references::{all_referred, nothing, referred, required};
