//! The access keys of users.

mod create_access_key;
mod delete_access_key;
mod list_access_keys;
mod update_access_key;
