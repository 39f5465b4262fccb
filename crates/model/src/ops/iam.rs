//! Identity and Access Management.

pub mod access_keys;
pub mod users;
