//! A decision, as the caller and the audit get it.

use std::borrow::Cow;
use std::fmt;

use roster_domain::decision::{Decision, Reason, StatementName, Traced, Verdict};
use roster_domain::truncate_chars;
use roster_policy::{Denial, Outcome, Request};

use super::attempt::Attempt;
use super::context::{ConditionContext, Stored};
use super::resources::Ask;

/// How many statements an audit record lists.
const TRACED: usize = 50;
/// How much of a reason an audit record holds, in characters.
const REASON_CHARACTERS: usize = 300;

/// Access was denied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denied {
    message: String,
    /// What the audit says of it.
    pub decision: Decision,
}

impl fmt::Display for Denied {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl Attempt {
    /// What the audit says when these statements allow.
    pub(super) fn allowed(&self, by: &[roster_policy::StatementName<'_>]) -> Decision {
        self.allowed_by(by.iter().map(named).collect())
    }

    /// The same, of statements that need not be the caller's own.
    pub(super) fn allowed_by(&self, statements: Vec<StatementName>) -> Decision {
        Decision {
            verdict: Verdict::Allowed,
            reason: None,
            action: None,
            resource: None,
            statements,
            trace: Vec::new(),
            policies: self.grants.fingerprint().into(),
        }
    }

    /// The denial of a permission, for caller and audit.
    pub(super) fn denied(&self, ask: &Ask, denial: Denial<'_>, stored: Option<&Stored>) -> Denied {
        let action = self.action(ask);
        let resource = self.arn(ask, stored).unwrap_or(Cow::Borrowed("*"));
        let (reason, statements) = match &denial {
            Denial::Explicit { by } => (Reason::Explicit, vec![named(by)]),
            Denial::Implicit { layer } => (Reason::Implicit(layer.to_string().into()), Vec::new()),
        };
        let message = format!(
            "User: {} is not authorized to perform: {action} on resource: {resource} {}",
            self.caller.arn(),
            denial.clause(&action)
        );
        Denied {
            message,
            decision: self.denial(ask, reason, statements, stored),
        }
    }

    /// The denial of a role, for caller and audit. The caller learns neither whether the role exists nor
    /// which policy denies it.
    pub(super) fn distrusted(
        &self,
        ask: &Ask,
        reason: Reason,
        statement: Option<StatementName>,
        stored: &Stored,
    ) -> Denied {
        let statements = statement.into_iter().collect();
        Denied {
            message: format!(
                "User: {} is not authorized to perform: {} on resource: {}",
                self.caller.arn(),
                self.action(ask),
                ask.resource.arn.as_deref().unwrap_or("*")
            ),
            decision: self.denial(ask, reason, statements, Some(stored)),
        }
    }

    fn denial(
        &self,
        ask: &Ask,
        reason: Reason,
        statements: Vec<StatementName>,
        stored: Option<&Stored>,
    ) -> Decision {
        let resource = self.arn(ask, stored).unwrap_or(Cow::Borrowed("*"));
        Decision {
            verdict: Verdict::Denied,
            reason: Some(reason),
            action: ask.further.map(Into::into),
            trace: self.trace(ask, &resource, stored),
            resource: Some(resource.into_owned()),
            statements,
            policies: self.grants.fingerprint().into(),
        }
    }

    /// Why each statement matched, or did not.
    pub(super) fn trace(&self, ask: &Ask, resource: &str, stored: Option<&Stored>) -> Vec<Traced> {
        let context = ConditionContext {
            attempt: self,
            ask,
            resource,
            stored,
        };
        let request = Request {
            action: &self.action(ask),
            resource,
            context: &context,
        };
        let traces = self.grants.policies().explain(&request).into_iter().take(TRACED);
        traces
            .map(|trace| Traced {
                statement: named(&trace.statement),
                effect: trace.effect.to_string().into(),
                because: match trace.outcome {
                    Outcome::Matches => None,
                    Outcome::Misses { because } | Outcome::Unknown { because } => {
                        Some(truncate_chars(&because, REASON_CHARACTERS).into())
                    }
                },
            })
            .collect()
    }
}

/// A statement as the audit names it.
pub(super) fn named(statement: &roster_policy::StatementName<'_>) -> StatementName {
    StatementName {
        sort: statement.layer.to_string().into(),
        policy: statement.policy.into(),
        number: statement.index + 1,
        sid: statement.sid.map(Into::into),
    }
}
