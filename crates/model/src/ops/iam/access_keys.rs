//! The access keys of users.

mod create_access_key;

pub use create_access_key::*;
