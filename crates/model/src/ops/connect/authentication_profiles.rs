//! From where, and for how long, users are signed in.

mod describe_authentication_profile;
mod list_authentication_profiles;
mod update_authentication_profile;

pub use describe_authentication_profile::*;
pub use list_authentication_profiles::*;
pub use update_authentication_profile::*;
