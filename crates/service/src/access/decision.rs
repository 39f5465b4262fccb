//! A decision as the caller and the audit are told of it.

use std::fmt;

use roster_domain::decision::{Decision, Reason, StatementName, Traced, Verdict};
use roster_domain::excerpt;
use roster_policy::{Denial, Outcome, Request};

use super::attempt::Attempt;
use super::context::{Known, Stored};

/// How many statements the audit tells of.
const TRACED: usize = 50;
/// How much of a reason the audit tells, in characters.
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
            resource: None,
            statements,
            trace: Vec::new(),
            policies: self.grants.fingerprint().into(),
        }
    }

    /// What caller and audit are told when access to a resource is denied.
    pub(super) fn denied(&self, resource: &str, denial: Denial<'_>, stored: Option<&Stored>) -> Denied {
        let action = self.operation.action();
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
            decision: self.denial(reason, statements, &action, resource, stored),
        }
    }

    /// What caller and audit are told when a role may not be taken on: the caller neither whether there is
    /// one nor whose policy is in the way.
    pub(super) fn distrusted(
        &self,
        action: &str,
        role: &str,
        reason: Reason,
        statement: Option<StatementName>,
        stored: &Stored,
    ) -> Denied {
        let statements = statement.into_iter().collect();
        Denied {
            message: format!(
                "User: {} is not authorized to perform: {action} on resource: {role}",
                self.caller.arn()
            ),
            decision: self.denial(reason, statements, action, role, Some(stored)),
        }
    }

    fn denial(
        &self,
        reason: Reason,
        statements: Vec<StatementName>,
        action: &str,
        resource: &str,
        stored: Option<&Stored>,
    ) -> Decision {
        Decision {
            verdict: Verdict::Denied,
            reason: Some(reason),
            resource: Some(resource.to_owned()),
            statements,
            trace: self.trace(action, resource, stored),
            policies: self.grants.fingerprint().into(),
        }
    }

    /// Why each statement matched, or did not.
    pub(super) fn trace(&self, action: &str, resource: &str, stored: Option<&Stored>) -> Vec<Traced> {
        let context = Known {
            attempt: self,
            resource,
            stored,
        };
        let request = Request {
            action,
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
                        Some(excerpt(&because, REASON_CHARACTERS).into())
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
