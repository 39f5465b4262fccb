//! What divides contacts between Regions.

mod associate_traffic_distribution_group_user;
mod disassociate_traffic_distribution_group_user;
mod list_traffic_distribution_group_users;
mod list_traffic_distribution_groups;
