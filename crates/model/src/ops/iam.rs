//! Identity and Access Management.

pub mod access_keys;
pub mod policies;
pub mod roles;
pub mod simulation;
pub mod users;
