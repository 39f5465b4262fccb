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
