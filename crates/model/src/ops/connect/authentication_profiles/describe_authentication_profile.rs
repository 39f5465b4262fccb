//! DescribeAuthenticationProfile.

use roster_model_derive::{operation, shape};

use crate::patterns;
use crate::shapes::{ARN, InstanceId, RegionName, Timestamp};

/// Shows an authentication profile.
#[operation(
    http = "GET /authentication-profiles/{InstanceId}/{AuthenticationProfileId}",
    effect = Read,
    resources = "authentication-profile*",
)]
pub struct DescribeAuthenticationProfile;

/// The input of `DescribeAuthenticationProfile`.
#[shape]
pub struct DescribeAuthenticationProfileRequest {
    /// The authentication profile.
    #[shape(label)]
    pub authentication_profile_id: AuthenticationProfileId,
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
}

/// The id of an authentication profile.
#[shape(length(1, 100))]
pub struct AuthenticationProfileId(pub String);

/// The output of `DescribeAuthenticationProfile`.
#[shape]
pub struct DescribeAuthenticationProfileResponse {
    /// The authentication profile.
    pub authentication_profile: Option<AuthenticationProfile>,
}

/// From where, and for how long, users are signed in.
#[shape]
pub struct AuthenticationProfile {
    /// Its id.
    pub id: Option<AuthenticationProfileId>,
    /// Its ARN.
    pub arn: Option<ARN>,
    /// Its name.
    pub name: Option<AuthenticationProfileName>,
    /// What it is for.
    pub description: Option<AuthenticationProfileDescription>,
    /// The addresses that users may come from; any, if there are none.
    pub allowed_ips: Option<IpCidrList>,
    /// The addresses that users may not come from, even if they are allowed.
    pub blocked_ips: Option<IpCidrList>,
    /// Whether it applies to all users of the instance.
    pub is_default: Option<bool>,
    /// When it was made.
    pub created_time: Option<Timestamp>,
    /// When it last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
    /// For how many minutes a session goes on without use, unless inactivity is handled.
    pub periodic_session_duration: Option<AccessTokenDuration>,
    /// After how many minutes a user must sign in again.
    pub max_session_duration: Option<RefreshTokenDuration>,
    /// For how many minutes a session goes on without use, if inactivity is handled.
    pub session_inactivity_duration: Option<InactivityDuration>,
    /// Whether inactivity is handled.
    pub session_inactivity_handling_enabled: Option<bool>,
}

/// The name of an authentication profile.
#[shape(length(1, 128), stored)]
pub struct AuthenticationProfileName(pub String);

/// What an authentication profile is for.
#[shape(length(1, 250), stored)]
pub struct AuthenticationProfileDescription(pub String);

/// Addresses and ranges of addresses.
#[shape(stored)]
#[derive(Default)]
pub struct IpCidrList(pub Vec<IpCidr>);

/// An address, or a range of addresses in CIDR notation.
#[shape(length(2, 50), pattern = patterns::IP_CIDR, stored)]
pub struct IpCidr(pub String);

/// Minutes until a session is to be renewed.
#[shape(range(10, 60), stored)]
pub struct AccessTokenDuration(pub i32);

/// Minutes until a user must sign in again.
#[shape(range(360, 720), stored)]
pub struct RefreshTokenDuration(pub i32);

/// Minutes without use until a user is signed out.
#[shape(range(15, 720), stored)]
pub struct InactivityDuration(pub i32);
