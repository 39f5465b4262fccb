//! UpdateAuthenticationProfile.

use roster_model_derive::{operation, shape};

use super::{
    AccessTokenDuration, AuthenticationProfileDescription, AuthenticationProfileId,
    AuthenticationProfileName, InactivityDuration, IpCidrList,
};
use crate::shapes::InstanceId;

/// Changes an authentication profile. Members that a request leaves out keep their values.
#[operation(
    http = "POST /authentication-profiles/{InstanceId}/{AuthenticationProfileId}",
    effect = Write,
    resources = "authentication-profile*",
    no_output,
)]
pub struct UpdateAuthenticationProfile;

/// The input of `UpdateAuthenticationProfile`.
#[shape]
pub struct UpdateAuthenticationProfileRequest {
    /// The authentication profile.
    #[shape(label)]
    pub authentication_profile_id: AuthenticationProfileId,
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The new name.
    pub name: Option<AuthenticationProfileName>,
    /// The new description.
    pub description: Option<AuthenticationProfileDescription>,
    /// The addresses that users may come from; any, if the list is empty.
    pub allowed_ips: Option<IpCidrList>,
    /// The addresses that users may not come from, even if they are allowed.
    pub blocked_ips: Option<IpCidrList>,
    /// For how many minutes a session goes on without use, unless inactivity is handled.
    pub periodic_session_duration: Option<AccessTokenDuration>,
    /// For how many minutes a session goes on without use, if inactivity is handled.
    pub session_inactivity_duration: Option<InactivityDuration>,
    /// Whether inactivity is handled.
    pub session_inactivity_handling_enabled: Option<bool>,
}
