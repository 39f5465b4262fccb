//! Why a policy document is refused.

use std::fmt;

/// A policy document that is no policy: what AWS calls `MalformedPolicyDocument`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MalformedPolicy {
    /// Where, as `Statement[1].Condition.StringEqual`; empty for the document as a whole. Counted from 0.
    pub place: String,
    /// What.
    pub fault: Fault,
}

/// What is wrong with an element. Displayed in AWS's words where they are known, and with what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Not JSON.
    Syntax {
        /// What the JSON reader says.
        detail: String,
    },
    /// Another type of JSON value than the element takes.
    WrongType {
        /// What it takes.
        wanted: &'static str,
        /// What it got.
        got: &'static str,
    },
    /// An empty list where something must stand.
    Empty {
        /// AWS's words.
        text: &'static str,
    },
    /// A member that stands twice in its object.
    Repeated,
    /// A member that no such object has.
    UnknownElement {
        /// Those it may have.
        known: &'static [&'static str],
    },
    /// A member that this kind of policy must not have.
    Prohibited {
        /// Why not.
        why: &'static str,
    },
    /// A member that is not there.
    Missing {
        /// AWS's words.
        text: &'static str,
    },
    /// An element and its contrary in one statement.
    Both {
        /// The element; its contrary is the same with `Not`.
        element: &'static str,
    },
    /// Neither of the versions of the language.
    Version {
        /// What was given.
        got: String,
    },
    /// Neither `Allow` nor `Deny`.
    Effect {
        /// What was given.
        got: String,
    },
    /// A statement id with other characters than letters and digits.
    Sid {
        /// The id.
        got: String,
    },
    /// A statement id that an earlier statement has.
    SidTaken {
        /// The id.
        got: String,
    },
    /// An action that is not `service:Name` or `*`.
    Action {
        /// The action.
        got: String,
        /// What about it.
        why: &'static str,
    },
    /// A resource that is neither an ARN nor `*`.
    Resource {
        /// The resource.
        got: String,
        /// What about it.
        why: &'static str,
    },
    /// Something that is no principal.
    Principal {
        /// The principal.
        got: String,
        /// What about it.
        why: &'static str,
    },
    /// No operator has this name.
    UnknownOperator {
        /// The one that is most like it.
        nearest: &'static str,
    },
    /// `Null` with a prefix or suffix.
    QualifiedNull,
    /// A condition key without a prefix.
    Key {
        /// The key.
        got: String,
    },
    /// A condition value that its operator cannot read.
    Value {
        /// The value.
        got: String,
        /// What the operator reads.
        wanted: &'static str,
    },
    /// A policy variable that is none.
    Variable {
        /// The variable.
        got: String,
        /// What about it.
        why: &'static str,
    },
}

impl fmt::Display for MalformedPolicy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.is_empty() {
            write!(formatter, "{}", self.fault)
        } else {
            write!(formatter, "{}: {}", self.place, self.fault)
        }
    }
}

impl std::error::Error for MalformedPolicy {}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax { detail } => {
                write!(
                    formatter,
                    "Syntax errors in policy. The document is not JSON: {detail}."
                )
            }
            Self::WrongType { wanted, got } => {
                write!(
                    formatter,
                    "Syntax errors in policy. Expected {wanted}, found {got}."
                )
            }
            Self::Empty { text } => write!(formatter, "{text} The list is empty."),
            Self::Repeated => {
                formatter.write_str("Syntax errors in policy. The element stands here twice; keep one.")
            }
            Self::UnknownElement { known } => write!(
                formatter,
                "Syntax errors in policy. There is no such element here; use {}.",
                listed(known)
            ),
            Self::Prohibited { why } => write!(
                formatter,
                "Policy document should not specify this element: {why}."
            ),
            Self::Missing { text } => formatter.write_str(text),
            Self::Both { element } => write!(
                formatter,
                "Syntax errors in policy. {element} and Not{element} exclude each other; keep one, or make two statements."
            ),
            Self::Version { got } => write!(
                formatter,
                "Policy document must be version 2012-10-17 or 2008-10-17, not {got:?}; use 2012-10-17."
            ),
            Self::Effect { got } => write!(
                formatter,
                "The effect must be Allow or Deny, not {got:?}; case counts."
            ),
            Self::Sid { got } => write!(
                formatter,
                "Statement IDs (SID) must be alpha-numeric. {got:?} has other characters than A-Z, a-z and 0-9."
            ),
            Self::SidTaken { got } => write!(
                formatter,
                "Statement IDs (SID) in a single policy must be unique. Rename or drop this second {got:?}."
            ),
            Self::Action { got, why } => write!(
                formatter,
                "Actions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc. {got:?}: {why}."
            ),
            Self::Resource { got, why } => {
                write!(formatter, "Resource {got} must be in ARN format or \"*\": {why}.")
            }
            Self::Principal { got, why } => write!(formatter, "Invalid principal in policy: {got:?}: {why}."),
            Self::UnknownOperator { nearest } => write!(
                formatter,
                "Syntax errors in policy. There is no such condition operator; did you mean {nearest}?"
            ),
            Self::QualifiedNull => formatter.write_str(
                "Syntax errors in policy. Null takes neither a prefix nor IfExists; use it plain.",
            ),
            Self::Key { got } => write!(
                formatter,
                "Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc. {got:?} is not of the form prefix:key."
            ),
            Self::Value { got, wanted } => write!(formatter, "{got:?} is not {wanted}."),
            Self::Variable { got, why } => {
                write!(formatter, "The policy variable {got} is not valid: {why}.")
            }
        }
    }
}

fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}
