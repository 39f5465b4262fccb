//! What divides contacts between Regions.

mod list_traffic_distribution_group_users;
mod list_traffic_distribution_groups;

pub use list_traffic_distribution_group_users::*;
pub use list_traffic_distribution_groups::*;
