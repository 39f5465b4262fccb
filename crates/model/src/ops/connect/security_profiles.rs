//! Sets of permissions.

mod create_security_profile;
mod delete_security_profile;
mod describe_security_profile;
mod list_security_profile_ai_agents;
mod list_security_profile_applications;
mod list_security_profile_flow_modules;
mod list_security_profile_permissions;
mod list_security_profiles;
mod search_security_profiles;
mod update_security_profile;

pub use create_security_profile::*;
pub use delete_security_profile::*;
pub use describe_security_profile::*;
pub use list_security_profile_ai_agents::*;
pub use list_security_profile_applications::*;
pub use list_security_profile_flow_modules::*;
pub use list_security_profile_permissions::*;
pub use list_security_profiles::*;
pub use search_security_profiles::*;
pub use update_security_profile::*;
