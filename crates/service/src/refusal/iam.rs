//! Why IAM refuses, in AWS's words where they are known.

use std::fmt;

use roster_policy::MalformedPolicy;

/// Why an operation of IAM's or STS's was not carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IamRefusal {
    /// It is not there.
    NoSuchEntity {
        /// What.
        what: Entity,
        /// How the request named it.
        name: String,
    },
    /// It is there already.
    EntityAlreadyExists {
        /// What.
        what: Entity,
        /// The name.
        name: String,
    },
    /// There may not be more.
    Quota {
        /// What AWS calls the quota.
        name: &'static str,
        /// How many there may be.
        most: usize,
    },
    /// A policy document is none.
    MalformedPolicy(MalformedPolicy),
    /// The policies of one user or role are too long together.
    PolicySize {
        /// What has them.
        what: Entity,
        /// Its name.
        name: String,
        /// How long they may be.
        most: usize,
    },
    /// The caller is no user, so that the request must name one.
    UserNameMissing,
    /// Two tags have the same key.
    DuplicateTagKeys,
}

/// What a request to IAM names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entity {
    /// A user.
    User,
}

impl fmt::Display for IamRefusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchEntity { what, name } => match what {
                Entity::User => write!(formatter, "The user with name {name} cannot be found."),
            },
            Self::EntityAlreadyExists { what, name } => match what {
                Entity::User => write!(formatter, "User with name {name} already exists."),
            },
            Self::Quota { name, most } => write!(formatter, "Cannot exceed quota for {name}: {most}"),
            Self::MalformedPolicy(fault) => write!(formatter, "{fault}"),
            Self::PolicySize { what, name, most } => write!(
                formatter,
                "Maximum policy size of {most} bytes exceeded for {} {name}",
                match what {
                    Entity::User => "user",
                }
            ),
            Self::UserNameMissing => {
                formatter.write_str("Must specify userName when calling with non-User credentials")
            }
            Self::DuplicateTagKeys => formatter
                .write_str("Duplicate tag keys found. Please note that Tag keys are case insensitive."),
        }
    }
}
