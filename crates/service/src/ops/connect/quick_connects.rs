//! Quick connects.

mod create_quick_connect;
mod delete_quick_connect;
mod describe_quick_connect;
mod list_quick_connects;
mod search_quick_connects;
mod update_quick_connect_config;
mod update_quick_connect_name;
