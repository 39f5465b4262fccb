//! Why a plan cannot be made or applied.

use std::fmt;

use super::Refusal;

/// How many differences a message names.
const NAMED: usize = 10;

/// Why a plan cannot be made or applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlanRefusal {
    /// The operation, of this name, only reads.
    ChangesNothing(&'static str),
    /// The plan is of another operation than the one that is to be carried out.
    OtherOperation,
    /// The plan does not fit this version any more.
    Unreadable,
    /// A record that the plan makes is there.
    AppliedBefore,
    /// The operation would now make other changes: of these members, or records of these kinds.
    Outdated(Vec<String>),
}

impl fmt::Display for PlanRefusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ChangesNothing(operation) => {
                write!(formatter, "{operation} changes nothing, so it cannot be planned")
            }
            Self::OtherOperation => formatter.write_str("The plan is of another operation"),
            Self::Unreadable => formatter
                .write_str("The plan does not fit this version of the server: plan the operation again"),
            Self::AppliedBefore => formatter.write_str("The plan was applied before"),
            Self::Outdated(differences) => {
                let (first, rest) = differences.split_at(differences.len().min(NAMED));
                write!(
                    formatter,
                    "The operation would now change other things than planned: {}",
                    first.join(", ")
                )?;
                match rest.len() {
                    0 => formatter.write_str(". Plan the operation again"),
                    more => write!(formatter, " and {more} more. Plan the operation again"),
                }
            }
        }
    }
}

impl From<PlanRefusal> for Refusal {
    fn from(refusal: PlanRefusal) -> Self {
        Self::Plan(refusal)
    }
}
