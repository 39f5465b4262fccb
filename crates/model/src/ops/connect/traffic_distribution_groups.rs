//! What divides contacts between Regions.

mod associate_traffic_distribution_group_user;
mod disassociate_traffic_distribution_group_user;
mod list_traffic_distribution_group_users;
mod list_traffic_distribution_groups;

pub use associate_traffic_distribution_group_user::*;
pub use disassociate_traffic_distribution_group_user::*;
pub use list_traffic_distribution_group_users::*;
pub use list_traffic_distribution_groups::*;
