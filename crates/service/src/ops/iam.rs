//! Identity and Access Management.

mod access_keys;
mod users;
