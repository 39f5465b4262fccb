//! Whether a trust policy lets a principal assume its role.
//!
//! Source: IAM User Guide, "AWS JSON policy elements: Principal" and "Policy evaluation logic" (read November
//! 2026).

use crate::principal::{Caller, Trusted};
use crate::truth::Truth;
use crate::{Context, Document, Effect};

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
    let naming: Vec<Naming<'_>> = naming(document, caller, action, context).collect();
    let that = |effect, holds| {
        let naming = naming.iter();
        naming.filter(move |naming| naming.effect == effect && naming.holds == holds)
    };
    if let Some(denying) = that(Effect::Deny, Truth::True).next() {
        return TrustDecision::Denied { by: denying.by };
    }
    let may_deny = that(Effect::Deny, Truth::Unknown).next().is_some();
    let may_trust = that(Effect::Allow, Truth::Unknown)
        .map(|naming| naming.through)
        .max();
    let trusting = that(Effect::Allow, Truth::True)
        .rev()
        .max_by_key(|naming| naming.through);
    match trusting {
        None if may_trust.is_none() => TrustDecision::NotTrusted,
        None => TrustDecision::Undecided,
        // In which sense must be sure, too.
        Some(trusting) if may_deny || may_trust > Some(trusting.through) => TrustDecision::Undecided,
        Some(trusting) => TrustDecision::Trusted {
            by: trusting.by,
            through: trusting.through,
        },
    }
}

/// A statement that names the caller.
struct Naming<'p> {
    by: TrustStatement<'p>,
    effect: Effect,
    through: Trusted,
    /// Whether its conditions do.
    holds: Truth,
}

fn naming<'p>(
    document: &'p Document,
    caller: &Caller<'_>,
    action: &str,
    context: &dyn Context,
) -> impl Iterator<Item = Naming<'p>> {
    let statements = document.statements().iter().enumerate();
    statements
        .filter(|(_, statement)| statement.covers(action))
        .filter_map(|(index, statement)| {
            Some(Naming {
                by: TrustStatement {
                    index,
                    sid: statement.sid(),
                },
                effect: statement.effect(),
                through: statement.names(caller)?,
                holds: statement.conditions_hold(context),
            })
        })
}
