//! Sets of permissions.

mod describe_security_profile;
mod list_security_profile_permissions;
mod list_security_profiles;
