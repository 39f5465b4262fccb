//! The operations, one file each, below the resource they belong to.

pub mod instances;
pub mod routing_profiles;
pub mod security_profiles;
pub mod users;
