//! What a server must answer, and how an answer fails that.

use std::fmt;

use roster_model::operation::Description;
use roster_model::validation::{Fault, violations};
use serde_json::Value;

use crate::caller::Reply;

/// An exception with its status.
pub type Refusal = (u16, &'static str);

/// The request is malformed, or one of its values is. Which of the two exceptions a fault is, AWS does not say.
pub const MALFORMED: &[Refusal] = &[
    (400, "InvalidRequestException"),
    (400, "InvalidParameterException"),
];
/// A value is of another JSON type. The protocol has an exception of its own for that.
pub const OF_ANOTHER_TYPE: &[Refusal] = &[
    (400, "InvalidRequestException"),
    (400, "InvalidParameterException"),
    (400, "SerializationException"),
];
/// What the path names is not there.
pub const NOT_FOUND: &[Refusal] = &[(404, "ResourceNotFoundException")];
/// What is named is not there, or cannot be.
pub const LEADS_NOWHERE: &[Refusal] = &[
    (404, "ResourceNotFoundException"),
    (400, "InvalidParameterException"),
    (400, "InvalidRequestException"),
    (403, "AccessDeniedException"),
];
/// What would be made is there already.
pub const DUPLICATE: &[Refusal] = &[(409, "DuplicateResourceException")];
/// What would be removed is in use.
pub const IN_USE: &[Refusal] = &[(409, "ResourceInUseException")];

/// What must be answered.
#[derive(Clone, Copy, Debug)]
pub enum Expected {
    /// 200, with an output that fits its declaration.
    Success,
    /// One of these.
    Refusal(&'static [Refusal]),
}

/// Why a case failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The answer is another than expected.
    Wrong(String),
    /// The server cannot make what the case needs.
    CannotMake(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wrong(what) => formatter.write_str(what),
            Self::CannotMake(what) => write!(formatter, "cannot be tried: {what}"),
        }
    }
}

impl Expected {
    /// Compares an answer with what is expected.
    pub fn compare(self, operation: &Description, reply: &Reply) -> Result<(), Failure> {
        match self {
            Self::Success if reply.is_success() => fits(operation, &reply.output),
            Self::Success => Err(Failure::Wrong(format!("{reply} instead of a success"))),
            Self::Refusal(refusals) => {
                let is_it =
                    |(status, code): &Refusal| reply.status == *status && reply.code.as_deref() == Some(code);
                if refusals.iter().any(is_it) {
                    return Ok(());
                }
                let names: Vec<&str> = refusals.iter().map(|(_, code)| *code).collect();
                Err(Failure::Wrong(format!(
                    "{reply} instead of {}",
                    names.join(" or ")
                )))
            }
        }
    }
}

/// Whether an output has what its declaration requires, in the declared types. Lengths are left out: AWS itself shows
/// an empty map of tags where one is the least.
fn fits(operation: &Description, output: &Value) -> Result<(), Failure> {
    if !operation.has_output() {
        return Ok(());
    }
    let found = violations(operation.response(), output);
    let mut serious = found.iter().filter(|violation| {
        matches!(
            violation.fault,
            Fault::Missing | Fault::Type { .. } | Fault::NotAllowed { .. }
        )
    });
    serious.next().map_or(Ok(()), |violation| {
        Err(Failure::Wrong(format!("the output does not fit: {violation}")))
    })
}
