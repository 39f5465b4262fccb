//! What each operation does, one file each, below the resource it belongs to.

mod instances;
mod routing_profiles;
mod security_profiles;
mod users;
