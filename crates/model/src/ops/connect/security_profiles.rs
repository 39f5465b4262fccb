//! Sets of permissions.

mod describe_security_profile;
mod list_security_profile_permissions;
mod list_security_profiles;

pub use describe_security_profile::*;
pub use list_security_profile_permissions::*;
pub use list_security_profiles::*;
