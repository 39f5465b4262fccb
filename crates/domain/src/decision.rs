//! What the audit says of a decision on access: what was decided, and by which statements.

use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

/// How access was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct Decision {
    /// What was decided; to allow is so usual that it is not written down.
    #[serde(default, skip_serializing_if = "Verdict::is_allowed")]
    pub verdict: Verdict,
    /// Why it was denied; none if it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// The action that was denied, where it is not the operation's own; none if it was not denied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<Box<str>>,
    /// The resource on which it was denied; none if it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// The statements that decided: those that allow, or the one that denies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<StatementName>,
    /// Why each statement matched, or did not; none if access was allowed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trace: Vec<Traced>,
    /// The fingerprint of the policies that were asked.
    pub policies: Box<str>,
}

/// What was decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Stored)]
pub enum Verdict {
    /// It may be done.
    #[default]
    Allowed,
    /// It may not be done, and was not.
    Denied,
    /// It may not be done, and was done: denials were only observed.
    Observed,
}

impl Verdict {
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "what serde asks for")]
    fn is_allowed(&self) -> bool {
        *self == Self::Allowed
    }
}

/// Why access was denied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Stored)]
pub enum Reason {
    /// A statement denies.
    Explicit,
    /// No statement allows in policies of this sort, such as `identity-based policy`.
    Implicit(Box<str>),
}

/// A statement of a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct StatementName {
    /// The sort of policy, such as `identity-based policy`.
    pub sort: Box<str>,
    /// The policy's name.
    pub policy: Box<str>,
    /// Its place in the policy, from 1.
    pub number: usize,
    /// Its `Sid`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sid: Option<Box<str>>,
}

impl std::fmt::Display for StatementName {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            sort,
            policy,
            number,
            sid,
        } = self;
        match sid {
            Some(sid) => write!(formatter, "statement {number} ({sid}) of the {sort} {policy}"),
            None => write!(formatter, "statement {number} of the {sort} {policy}"),
        }
    }
}

/// What a statement had to do with a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct Traced {
    /// The statement.
    pub statement: StatementName,
    /// `Allow` or `Deny`.
    pub effect: Box<str>,
    /// The first thing that kept it from matching; none if it matched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<Box<str>>,
}
