//! The access keys of users.

mod create_access_key;
