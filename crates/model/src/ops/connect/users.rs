//! The people of a contact centre.

mod create_user;
mod delete_all_entity_sessions;
mod delete_user;
mod describe_user;
mod list_users;
mod search_users;
mod update_user_identity_info;

pub use create_user::*;
pub use delete_all_entity_sessions::*;
pub use delete_user::*;
pub use describe_user::*;
pub use list_users::*;
pub use search_users::*;
pub use update_user_identity_info::*;
