//! Why a workspace and something are not associated, or stay so. Source: the API reference on `AssociateWorkspace`, for which
//! types of resource there are and that a failure has a status of HTTP; which status it has is assumed.

use std::fmt;

/// Why a request does nothing for one of the resources that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It is not the ARN of a user or routing profile.
    OtherType,
    /// The instance does not have it.
    Unknown,
    /// It is associated already.
    Associated,
    /// It is not associated.
    NotAssociated,
}

impl Failure {
    /// The status of HTTP that a request for this resource alone would have.
    pub const fn status(self) -> &'static str {
        match self {
            Self::OtherType => "400",
            Self::Unknown | Self::NotAssociated => "404",
            Self::Associated => "409",
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::OtherType => "ResourceArns may have ARNs of users and routing profiles only",
            Self::Unknown => "The instance does not have this user or routing profile",
            Self::Associated => "It is associated with the workspace already",
            Self::NotAssociated => "It is not associated with the workspace",
        })
    }
}
