//! Whether a caller may assume a role, by the role's trust policy and the caller's own policies. Source: the
//! IAM user guide on policy evaluation and on switching roles.

use roster_domain::Principal;
use roster_domain::decision::{Decision, Reason, StatementName};
use roster_domain::records::iam::{IamRole, IamUser, key_of};
use roster_model::service::Service;
use roster_policy::{
    Caller, Decision as PolicyDecision, Denial, Document, Kind, Layer, Request, TrustDecision,
    TrustStatement, Trusted, evaluate_trust,
};
use roster_store::{StoreError, Transaction};

use super::attempt::Attempt;
use super::context::{ConditionContext, Stored};
use super::decision::named;
use super::guard::{Guard, undecided};
use super::resources::Ask;
use crate::context::Context;
use crate::iam;
use crate::refusal::Refusal;

/// What takes on a role.
const ASSUME: &str = "AssumeRole";

/// The sort of policy that a role has of its own.
const TRUST_POLICY: &str = "trust policy";

/// Why a role may not be taken on.
struct Distrust {
    reason: Reason,
    statement: Option<StatementName>,
}

impl Attempt {
    /// Whether the role that the request is about has a say in it.
    pub(super) fn is_to_take_on_a_role(&self) -> bool {
        self.operation.service == Service::Sts && self.operation.name == ASSUME
    }
}

impl Guard {
    /// Decides by the role and the caller's own policies. A denied caller does not learn whether the role
    /// exists.
    pub(super) async fn ask_role(&self, cx: &mut Context<'_>) -> Result<Box<Decision>, Refusal> {
        let attempt = &self.attempt;
        let first = attempt.asks.first();
        let arn = first
            .and_then(|ask| ask.resource.arn.as_deref())
            .unwrap_or_default();
        let role: Option<IamRole> = iam::owner_of_arn(cx, arn).await?;
        let tags = role.as_ref().and_then(|role| role.tags.as_ref());
        let stored = Stored {
            tags: Some(iam::pairs(tags)),
            ..Stored::default()
        };
        let names = match &role {
            Some(role) => attempt.names_in(role, &mut cx.transaction).await?,
            None => Vec::new(),
        };
        let mut by = Vec::new();
        for ask in &attempt.asks {
            let trusted = match &role {
                Some(role) => attempt.may_take_on(role, &names, ask, &stored)?,
                None => Err(Distrust::silent(TRUST_POLICY)),
            };
            match trusted {
                Ok(statements) => by.extend(statements),
                Err(Distrust { reason, statement }) => {
                    let denied = attempt.distrusted(ask, reason, statement, &stored);
                    return self.unless_observing(denied).map_err(Refusal::Denied);
                }
            }
        }
        Ok(Box::new(attempt.allowed_by(by)))
    }
}

impl Attempt {
    /// The ARNs by which the trust policy of a role may name the caller. Of several lists, the policy must
    /// trust the caller by each.
    ///
    /// An ARN counts if it meant the caller when the policy was given. Of a policy that was stored before that
    /// was kept, a principal that was made after the role is trusted only if its ARN makes no difference.
    async fn names_in(
        &self,
        role: &IamRole,
        transaction: &mut Transaction<'_>,
    ) -> Result<Vec<Vec<String>>, StoreError> {
        let mut arns = vec![self.caller.arn(), self.principal_arn().to_owned()];
        Ok(match &role.principals {
            Some(principals) => {
                let id = self.caller.principal.id();
                arns.retain(|arn| {
                    let meant = principals.iter().find(|principal| principal.arn == *arn);
                    meant.is_some_and(|meant| Some(meant.id.as_str()) == id)
                });
                vec![arns]
            }
            None if self.is_older_than(role, transaction).await? => vec![arns],
            None => vec![arns, Vec::new()],
        })
    }

    /// Whether the user, or the role of the session, that calls was there when a role was made.
    async fn is_older_than(
        &self,
        role: &IamRole,
        transaction: &mut Transaction<'_>,
    ) -> Result<bool, StoreError> {
        let Some(id) = self.caller.principal.id() else {
            return Ok(false);
        };
        let key = key_of(&self.caller.account_region.account, id);
        let made = match &self.caller.principal {
            Principal::Root | Principal::ConnectUser(_) | Principal::Visitor | Principal::Unproven => None,
            Principal::User(_) => {
                let user: Option<IamUser> = transaction.get(&key).await?;
                user.map(|user| user.create_date)
            }
            Principal::Session(_) => {
                let role: Option<IamRole> = transaction.get(&key).await?;
                role.map(|role| role.create_date)
            }
        };
        Ok(made.is_some_and(|made| made <= role.create_date))
    }

    /// By which statements the caller may do to the role what is asked for, if its trust policy may name the
    /// caller by these ARNs.
    fn may_take_on(
        &self,
        role: &IamRole,
        names: &[Vec<String>],
        ask: &Ask,
        stored: &Stored,
    ) -> Result<Result<Vec<StatementName>, Distrust>, StoreError> {
        let action = &*self.action(ask);
        let arn = ask.resource.arn.as_deref().unwrap_or_default();
        let context = ConditionContext {
            attempt: self,
            ask,
            resource: arn,
            stored: Some(stored),
        };
        let document = Document::parse(&role.trust_policy, Kind::Trust)
            .map_err(|_| StoreError::Corrupt(format!("the trust policy of the role {} is none", role.id)))?;
        let mut trusted = None;
        for arns in names {
            let arns: Vec<&str> = arns.iter().map(String::as_str).collect();
            let caller = Caller {
                account: &self.caller.account_region.account,
                arns: &arns,
                id: self.caller.principal.id(),
            };
            trusted = match evaluate_trust(&document, &caller, action, &context) {
                TrustDecision::Trusted { by, through } => Some((through, of_role(role, by))),
                TrustDecision::Denied { by } => return Ok(Err(Distrust::explicit(of_role(role, by)))),
                TrustDecision::NotTrusted => return Ok(Err(Distrust::silent(TRUST_POLICY))),
                TrustDecision::Undecided => return Err(undecided()),
            };
        }
        let Some((through, by)) = trusted else {
            return Ok(Err(Distrust::silent(TRUST_POLICY)));
        };
        let mut by = vec![by];
        // Another account's role always needs both.
        let in_person = through == Trusted::Principal && role.account == self.caller.account_region.account;
        let request = Request {
            action,
            resource: arn,
            context: &context,
        };
        Ok(match self.grants.policies().evaluate(&request) {
            PolicyDecision::Allowed { by: own } => {
                by.push(named(&own));
                Ok(by)
            }
            PolicyDecision::Denied(Denial::Explicit { by }) => Err(Distrust::explicit(named(&by))),
            PolicyDecision::Denied(Denial::Implicit { layer })
                if in_person && self.is_unlimited_but_by(layer) =>
            {
                Ok(by)
            }
            PolicyDecision::Denied(Denial::Implicit { layer }) => Err(Distrust::silent(&layer.to_string())),
            PolicyDecision::Undecided => return Err(undecided()),
        })
    }

    /// A caller that the trust policy names needs no permission of its own. A session is still held within
    /// its limits, of which only the first that is silent is known.
    fn is_unlimited_but_by(&self, silent: Layer) -> bool {
        let policies = self.grants.policies();
        match &self.caller.principal {
            Principal::Root
            | Principal::User(_)
            | Principal::ConnectUser(_)
            | Principal::Visitor
            | Principal::Unproven => true,
            Principal::Session(_) => {
                silent == Layer::Identity && policies.boundary.is_none() && policies.session.is_empty()
            }
        }
    }
}

impl Distrust {
    fn explicit(by: StatementName) -> Self {
        Self {
            reason: Reason::Explicit,
            statement: Some(by),
        }
    }

    fn silent(sort: &str) -> Self {
        Self {
            reason: Reason::Implicit(sort.into()),
            statement: None,
        }
    }
}

fn of_role(role: &IamRole, statement: TrustStatement<'_>) -> StatementName {
    StatementName {
        sort: TRUST_POLICY.into(),
        policy: role.name.as_str().into(),
        number: statement.index + 1,
        sid: statement.sid.map(Into::into),
    }
}
