//! Evaluates audited requests again, with today's policies.

use std::sync::Arc;

use roster_domain::audit::AuditRecord;
use roster_domain::decision::Traced;
use roster_domain::records::User;
use roster_domain::records::iam::{IamUser, key_of};
use roster_domain::rules::email_domain::domain;
use roster_domain::{AccountRegion, Caller, Principal, Record};
use roster_model::operation::Description;
use roster_model::operations;
use roster_policy::Policies;
use roster_store::{ReadKind, Store, StoreError, Transaction};
use serde_json::Value;

use super::attempt::Attempt;
use super::context::{Circumstances, Stored};
use super::grants::Grants;
use crate::iam::{policies, user_principal};
use crate::read_query::{ReadQuery, query};

/// Collects what was done, and writes the policy that allows just that.
#[derive(Default)]
pub struct LeastPolicy(roster_policy::LeastPolicy);

impl LeastPolicy {
    /// Adds the request of an audit record. Records without an operation or a principal are left out, and those that sum up
    /// requests: they do not say what these were about.
    pub fn cover(&mut self, record: &AuditRecord) {
        if record.count.is_some() {
            return;
        }
        let Some((operation, account_region)) = operation(record).zip(account_region(record)) else {
            return;
        };
        // The resources are the same for every caller.
        let caller = Caller {
            account_region,
            principal: Principal::Root,
        };
        let attempt = attempt(
            record,
            operation,
            caller,
            Arc::new(Grants::new(Arc::new(Policies::default()))),
        );
        let stored = Stored::default();
        for ask in &attempt.asks {
            if let Some(arn) = attempt.arn(ask, Some(&stored)) {
                self.0.add(&attempt.action(ask), &arn);
            }
        }
    }

    /// The document, indented; none if nothing was done.
    pub fn document(&self) -> Option<String> {
        // What is made has no id beforehand, and is asked about as any of its type: here the star is one.
        self.0
            .document()
            .map(|document| document.replace("/${*}\"", "/*\""))
    }
}

/// What today's policies decide about an audited request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReplayOutcome {
    /// They are the same: for each action and resource, why each statement matches, or does not.
    Same(Vec<Asked>),
    /// They are others.
    Changed,
    /// The principal is no longer there.
    Gone,
}

/// What the policies say to one permission that a request asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The action, if it is not the operation's own.
    pub further: Option<&'static str>,
    /// The resource's ARN.
    pub resource: String,
    /// Why each statement matches, or does not.
    pub trace: Vec<Traced>,
}

/// Evaluates again the policies that allowed an audited request. Facts that only the stored records of that
/// time had, such as tags, are unknown.
///
/// # Errors
///
/// If storage fails.
pub async fn replay(store: &dyn Store, record: &AuditRecord) -> Result<ReplayOutcome, StoreError> {
    query(store, ReadKind::Point, AuditReplay(record.clone())).await
}

struct AuditReplay(AuditRecord);

impl ReadQuery for AuditReplay {
    type Output = ReplayOutcome;

    async fn run<'a>(&'a self, mut transaction: Transaction<'a>) -> Result<ReplayOutcome, StoreError> {
        let record = &self.0;
        let asked = operation(record)
            .zip(account_region(record))
            .zip(record.decision.as_ref());
        let Some(((operation, account_region), decision)) = asked else {
            return Ok(ReplayOutcome::Gone);
        };
        let Some((principal, policies)) = principal(&mut transaction, record, &account_region).await? else {
            return Ok(ReplayOutcome::Gone);
        };
        let grants = Arc::new(Grants::new(Arc::new(policies)));
        if *grants.fingerprint() != *decision.policies {
            return Ok(ReplayOutcome::Changed);
        }
        let caller = Caller {
            account_region,
            principal,
        };
        let mut attempt = attempt(record, operation, caller, grants);
        let stored = remembered(record, &mut attempt);
        let asked = attempt.asks.iter().filter_map(|ask| {
            let resource = attempt.arn(ask, Some(&stored))?.into_owned();
            Some(Asked {
                further: ask.further,
                trace: attempt.trace(ask, &resource, Some(&stored)),
                resource,
            })
        });
        Ok(ReplayOutcome::Same(asked.collect()))
    }
}

/// The principal of a record, with its policies of today.
async fn principal(
    transaction: &mut Transaction<'_>,
    record: &AuditRecord,
    account_region: &AccountRegion,
) -> Result<Option<(Principal, Policies)>, StoreError> {
    let Some(id) = record.principal_id.as_deref() else {
        return Ok(None);
    };
    // What a session policy said is not kept.
    if record.session_issuer.is_some() {
        return Ok(None);
    }
    let found: Option<IamUser> = transaction.get(&key_of(&account_region.account, id)).await?;
    let Some(user) = found else { return Ok(None) };
    let policies = policies(transaction, &account_region.account, &user).await?;
    Ok(Some((user_principal(user), policies)))
}

/// What the changes in a record say that its parameters hide.
fn remembered(record: &AuditRecord, attempt: &mut Attempt) -> Stored {
    let changes = record
        .changes
        .iter()
        .filter(|change| change.record == User::KIND.name);
    let fields = changes.filter_map(|change| Some((change.member.strip_prefix("IdentityInfo.")?, change)));
    let mut names = Vec::new();
    for (field, change) in fields {
        if field == "Email" {
            let email = change.after.as_ref().and_then(Value::as_str);
            attempt.attributes.email_domain = email.and_then(domain);
        }
        names.push(field.to_owned().into());
    }
    Stored {
        changed: Some(names),
        ..Stored::default()
    }
}

pub(super) fn operation(record: &AuditRecord) -> Option<&'static Description> {
    operations::find(record.service, record.operation.as_deref()?)
}

pub(super) fn account_region(record: &AuditRecord) -> Option<AccountRegion> {
    AccountRegion::of_region(record.account.as_deref()?, record.region.as_deref()?)
}

/// The attempt of an audit record. Masked members, such as names and addresses, are not in it.
pub(super) fn attempt(
    record: &AuditRecord,
    operation: &'static Description,
    caller: Caller,
    grants: Arc<Grants>,
) -> Attempt {
    let parameters = record.parameters.as_ref();
    let input = parameters.and_then(|parameters| serde_json::from_str(parameters.as_str()).ok());
    let unspecified = std::net::IpAddr::from([0, 0, 0, 0]);
    let circumstances = Circumstances {
        time: record.arrived().into(),
        source: record.source_address.parse().unwrap_or(unspecified),
        secure: record.tls.is_some(),
        user_agent: record.user_agent.clone(),
        // The audit does not keep it.
        referer: None,
    };
    Attempt::new(
        operation,
        Arc::new(caller),
        grants,
        circumstances,
        &input.unwrap_or(Value::Null),
    )
}
