//! The people of a contact centre.

mod create_user;
mod delete_all_entity_sessions;
mod delete_user;
mod describe_user;
mod list_users;
mod search_users;
mod update_user_identity_info;
