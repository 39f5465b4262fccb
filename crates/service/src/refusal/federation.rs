//! Refusals of links that sign in the user of a caller.

use std::fmt;

use roster_domain::truncate_chars;

use super::REPEATED;

/// Why no user is signed in for a caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FederationRefusal {
    /// The caller has no name that a user could have. It has this ARN.
    NoUsersName(String),
    /// The instance keeps its users otherwise than by SAML.
    NotSaml,
    /// No user of the instance has the name of the caller.
    UserNotFound(String),
}

impl fmt::Display for FederationRefusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoUsersName(arn) => write!(
                formatter,
                "{} cannot be used for federation: call with the credentials of a role session, or of a user of IAM, whose name is the Username of the user",
                truncate_chars(arn, REPEATED)
            ),
            Self::NotSaml => formatter.write_str(
                "Only users of SAML instances are signed in by federation, and this instance is none: users sign in at its page",
            ),
            Self::UserNotFound(name) => write!(
                formatter,
                "There is no user in this instance whose Username is the name of the caller, {}",
                truncate_chars(name, REPEATED)
            ),
        }
    }
}
