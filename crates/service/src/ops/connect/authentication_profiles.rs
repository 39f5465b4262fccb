//! From where, and for how long, users are signed in.

mod describe_authentication_profile;
mod list_authentication_profiles;
mod update_authentication_profile;
