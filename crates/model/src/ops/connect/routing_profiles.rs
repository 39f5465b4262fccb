//! What a user is given to do.

mod describe_routing_profile;
mod list_routing_profiles;

pub use describe_routing_profile::*;
pub use list_routing_profiles::*;
