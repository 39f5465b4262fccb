//! Refusals about predefined attributes, which have names and no ids.

use std::fmt;

/// Why nothing is done with a predefined attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PredefinedAttributeRefusal {
    /// The instance has none of this name.
    NotFound(String),
    /// The instance has one of this name already.
    Taken,
    /// Users are proficient in it.
    InUse(String),
}

impl fmt::Display for PredefinedAttributeRefusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound(name) => write!(
                formatter,
                "There is no predefined attribute {name} in this instance"
            ),
            Self::Taken => formatter
                .write_str("There is already a predefined attribute with this Name; case does not count"),
            Self::InUse(name) => write!(
                formatter,
                "The predefined attribute {name} is in use: users are proficient in it"
            ),
        }
    }
}
