//! DescribeProfile.

use roster_model_derive::{operation, shape};

use crate::shapes::{AgentUsername, Timestamp, UserIdentityInfo, UserSessionId};

/// Shows the caller's own identity, second factor and sessions.
#[operation(service = Console, effect = Read, resources = "", exceptions = [InvalidRequest, InvalidParameter, ResourceNotFound, Throttling, InternalService])]
pub struct DescribeProfile;

/// The input of `DescribeProfile`.
#[shape]
pub struct DescribeProfileRequest {}

/// The output of `DescribeProfile`.
#[shape]
pub struct DescribeProfileResponse {
    /// The sign-in name.
    pub username: AgentUsername,
    /// Names, addresses and mobile number.
    pub identity_info: UserIdentityInfo,
    /// The second factor, if the caller has one.
    pub second_factor: Option<SecondFactorSummary>,
    /// The sessions, the one used last first.
    pub sessions: UserSessionSummaries,
}

/// The second factor of a user.
#[shape]
pub struct SecondFactorSummary {
    /// When its secret was made.
    pub created: Timestamp,
    /// How many recovery codes were not used yet.
    pub recovery_codes_left: i64,
}

/// The sessions of a user.
#[shape]
pub struct UserSessionSummaries(pub Vec<UserSessionSummary>);

/// A session of a user.
#[shape]
pub struct UserSessionSummary {
    /// Its id.
    pub id: UserSessionId,
    /// Whether it is the caller's.
    pub is_current: bool,
    /// When it began.
    pub created: Timestamp,
    /// When it was used last, to the minute.
    pub last_used: Timestamp,
    /// The address that it began from.
    pub source_address: String,
    /// What the browser called itself.
    pub user_agent: Option<String>,
}
