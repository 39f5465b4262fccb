//! The fields of a user that a plan can change, and the calls that change them.

use roster_model::operation::{Description, Operation};
use roster_model::ops::connect::users::UpdateUserIdentityInfo;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A field of a user, by its name in the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The first name.
    FirstName,
    /// The last name.
    LastName,
    /// The primary address.
    Email,
    /// The address for notifications.
    SecondaryEmail,
    /// The mobile number.
    Mobile,
}

/// Fields that one call replaces as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Names, addresses and mobile number.
    Identity,
}

impl Field {
    /// Every field, in the order of columns.
    pub const ALL: [Self; 5] = [
        Self::FirstName,
        Self::LastName,
        Self::Email,
        Self::SecondaryEmail,
        Self::Mobile,
    ];

    /// Its name in the API and in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::FirstName => "FirstName",
            Self::LastName => "LastName",
            Self::Email => "Email",
            Self::SecondaryEmail => "SecondaryEmail",
            Self::Mobile => "Mobile",
        }
    }

    /// The field of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    /// The part that it belongs to.
    pub const fn part(self) -> Part {
        match self {
            Self::FirstName | Self::LastName | Self::Email | Self::SecondaryEmail | Self::Mobile => {
                Part::Identity
            }
        }
    }

    /// Whether password-reset mail goes to it.
    pub const fn is_recovery_address(self) -> bool {
        match self {
            Self::Email => true,
            Self::FirstName | Self::LastName | Self::SecondaryEmail | Self::Mobile => false,
        }
    }
}

impl Part {
    /// Every part, in the order of calls.
    pub const ALL: [Self; 1] = [Self::Identity];

    /// The operation that replaces it.
    pub fn operation(self) -> &'static Description {
        match self {
            Self::Identity => UpdateUserIdentityInfo::DESCRIPTION,
        }
    }

    /// The part that an operation replaces, by the operation's name.
    pub fn of_operation(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.operation().name == name)
    }
}

/// A part is written as the operation that replaces it.
impl Serialize for Part {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.operation().name)
    }
}

impl<'de> Deserialize<'de> for Part {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::of_operation(&name).ok_or_else(|| D::Error::custom(format!("a plan has no operation {name}")))
    }
}
