//! Who may assume a role.
//!
//! Source: IAM User Guide, "AWS JSON policy elements: Principal" and "Policy evaluation logic" (read November
//! 2026).

use crate::principal::{Caller, Trusted};
use crate::truth::Truth;
use crate::{Context, Document, Effect, Statement};

/// What a trust policy says to a caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrustDecision<'p> {
    /// Yes.
    Trusted {
        /// The statement that says so.
        by: TrustStatement<'p>,
        /// In which sense. Through the [`Account`](Trusted::Account), the caller's own policies must allow
        /// the action on the role too; so they must in any sense if the role is another account's.
        through: Trusted,
    },
    /// A statement denies.
    Denied {
        /// Which.
        by: TrustStatement<'p>,
    },
    /// No statement allows.
    NotTrusted,
    /// It depends on keys that are not known yet.
    Undecided,
}

/// A statement of a trust policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrustStatement<'p> {
    /// Its place in the policy, from 0.
    pub index: usize,
    /// Its `Sid`.
    pub sid: Option<&'p str>,
}

/// Decides whether `caller` may do `action`, such as `sts:AssumeRole`, to the role that `document`, of
/// [`Kind::Trust`](crate::Kind::Trust), is attached to.
pub fn evaluate_trust<'p>(
    document: &'p Document,
    caller: &Caller<'_>,
    action: &str,
    context: &dyn Context,
) -> TrustDecision<'p> {
    let naming = || {
        let statements = document.statements().iter().enumerate();
        statements
            .filter(|(_, statement)| statement.covers(action))
            .filter_map(|(index, statement)| Some((index, statement, statement.names(caller)?)))
    };
    let mut open = false;
    for (index, statement, _) in naming().filter(|(_, statement, _)| statement.effect == Effect::Deny) {
        match statement.conditions_hold(context) {
            Truth::True => {
                return TrustDecision::Denied {
                    by: named(index, statement),
                };
            }
            Truth::Unknown => open = true,
            Truth::False => {}
        }
    }
    let mut trusted: Option<(usize, &Statement, Trusted)> = None;
    let mut may_trust = None;
    for allowing in naming().filter(|(_, statement, _)| statement.effect == Effect::Allow) {
        match allowing.1.conditions_hold(context) {
            Truth::True if trusted.is_none_or(|(_, _, through)| through < allowing.2) => {
                trusted = Some(allowing);
            }
            Truth::Unknown => may_trust = may_trust.max(Some(allowing.2)),
            Truth::True | Truth::False => {}
        }
    }
    match trusted {
        None if may_trust.is_some() => TrustDecision::Undecided,
        None => TrustDecision::NotTrusted,
        // In which sense must be sure, too.
        Some((_, _, through)) if open || may_trust.is_some_and(|may| may > through) => {
            TrustDecision::Undecided
        }
        Some((index, statement, through)) => TrustDecision::Trusted {
            by: named(index, statement),
            through,
        },
    }
}

fn named(index: usize, statement: &Statement) -> TrustStatement<'_> {
    TrustStatement {
        index,
        sid: statement.sid(),
    }
}
