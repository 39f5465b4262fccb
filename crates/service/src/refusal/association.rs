//! Refusals about what instances are associated with.

use std::fmt;

use roster_domain::truncate_chars;

use super::REPEATED;

/// Why nothing is done with an association of an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AssociationRefusal {
    /// The instance has none.
    NotFound {
        /// What it would be with.
        noun: &'static str,
        /// How the request names it.
        reference: String,
    },
    /// The instance has one already.
    Taken {
        /// What it is with.
        noun: &'static str,
        /// The members that are the same.
        members: &'static str,
    },
}

impl fmt::Display for AssociationRefusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound { noun, reference } => {
                let reference = truncate_chars(reference, REPEATED);
                write!(formatter, "There is no {noun} {reference} in this instance")
            }
            Self::Taken { noun, members } => {
                let article = if noun.starts_with('a') { "an" } else { "a" };
                write!(
                    formatter,
                    "This instance has {article} {noun} with this {members} already"
                )
            }
        }
    }
}
