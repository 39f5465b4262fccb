//! The people of a contact centre.

mod associate_user_proficiencies;
mod create_user;
mod delete_all_entity_sessions;
mod delete_user;
mod describe_user;
mod disassociate_user_proficiencies;
mod list_user_proficiencies;
mod list_users;
mod put_user_status;
mod search_users;
mod update_user_config;
mod update_user_hierarchy;
mod update_user_identity_info;
mod update_user_phone_config;
mod update_user_proficiencies;
mod update_user_routing_profile;
mod update_user_security_profiles;

pub use associate_user_proficiencies::*;
pub use create_user::*;
pub use delete_all_entity_sessions::*;
pub use delete_user::*;
pub use describe_user::*;
pub use disassociate_user_proficiencies::*;
pub use list_user_proficiencies::*;
pub use list_users::*;
pub use put_user_status::*;
pub use search_users::*;
pub use update_user_config::*;
pub use update_user_hierarchy::*;
pub use update_user_identity_info::*;
pub use update_user_phone_config::*;
pub use update_user_proficiencies::*;
pub use update_user_routing_profile::*;
pub use update_user_security_profiles::*;
