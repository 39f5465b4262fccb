//! Requests as the audit tells of them.

use std::sync::Arc;

use roster_domain::audit::AuditRecord;
use roster_domain::{AccountRegion, Caller, Principal};
use roster_model::operation::Description;
use roster_model::operations;
use roster_policy::Policies;
use serde_json::Value;

use super::attempt::Attempt;
use super::context::{Circumstances, Stored};
use super::grants::Grants;

/// Collects what was done, and writes the policy that allows just that.
#[derive(Default)]
pub struct LeastPolicy(roster_policy::LeastPolicy);

impl LeastPolicy {
    /// Adds what a record of the audit tells of. What leads to no operation, or to nobody, is left out.
    pub fn cover(&mut self, record: &AuditRecord) {
        let Some((operation, home)) = operation(record).zip(home(record)) else {
            return;
        };
        // Whoever it was, the resources are the same.
        let caller = Caller {
            home,
            principal: Principal::Root,
        };
        let attempt = attempt(
            record,
            operation,
            caller,
            Arc::new(Grants::new(Arc::new(Policies::default()))),
        );
        let stored = Stored::default();
        for asked in &attempt.resources {
            if let Some(arn) = attempt.arn(asked, Some(&stored)) {
                self.0.add(&operation.action(), &arn);
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

pub(super) fn operation(record: &AuditRecord) -> Option<&'static Description> {
    operations::find(record.service, record.operation.as_deref()?)
}

pub(super) fn home(record: &AuditRecord) -> Option<AccountRegion> {
    Some(AccountRegion {
        account: record.account.clone()?,
        region: record.region.clone()?,
    })
}

/// The attempt that a record tells of. What the audit hides, such as names and addresses, is not in it.
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
        time: record.time.into(),
        source: record.source_address.parse().unwrap_or(unspecified),
        secure: record.tls.is_some(),
        user_agent: record.user_agent.clone(),
    };
    Attempt::new(
        operation,
        caller,
        grants,
        circumstances,
        &input.unwrap_or(Value::Null),
    )
}
