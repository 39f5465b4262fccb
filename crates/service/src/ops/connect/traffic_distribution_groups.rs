//! What divides contacts between Regions.

mod list_traffic_distribution_groups;
