//! Caller → permission. Only a caller with permission learns what is wrong with the request.
//!
//! An account's root has no policy, and may do everything in its account. Other accounts' resources are
//! invisible.

use std::sync::Arc;

use http::header::{REFERER, USER_AGENT};
use roster_domain::Caller;
use roster_model::operation::Description;
use roster_model::service::Service;
use roster_service::Refusal;
use roster_service::access::{Attempt, Circumstances, Permission};
use serde_json::Value;

use super::authenticate::Identity;
use super::config::Access;
use super::decode::Decoded;
use super::state::Pipeline;
use super::validate::Validated;
use crate::exception::Failure;
use crate::request::{AuditContext, Request};

/// What needs no permission. Source: the STS API reference.
const FREE: &str = "GetCallerIdentity";

/// A request without a fault, which its caller may make, or may be found to when the records are
/// read.
pub(crate) struct Allowed<'r> {
    pub(super) operation: &'static Description,
    pub(super) request: &'r Request,
    pub(super) caller: Arc<Caller>,
    pub(super) permission: Permission,
    pub(super) input: Value,
}

impl Pipeline {
    /// Finds out whether the caller may do what is asked for.
    pub(super) async fn authorize<'r>(
        &self,
        validated: Validated<'r>,
        audit: &mut AuditContext,
    ) -> Result<Allowed<'r>, Failure> {
        let Validated(decoded) = validated;
        let Decoded {
            request,
            operation,
            identity: Identity { caller, grants },
            input,
            fault,
        } = decoded;
        let permission = match grants {
            Some(grants) if !is_free(operation) => {
                audit.asked = true;
                let circumstances = circumstances(request);
                let attempt = Attempt::new(operation, Arc::clone(&caller), grants, circumstances, &input);
                attempt
                    .settle(self.config.access == Access::Observe)
                    .map_err(Refusal::Denied)?
            }
            Some(_) | None => Permission::Decided(None),
        };
        if let Permission::Decided(decision) = &permission {
            audit.decision.clone_from(decision);
        }
        match fault {
            None => Ok(Allowed {
                operation,
                request,
                caller,
                permission,
                input,
            }),
            Some(fault) => {
                if let Permission::Open(guard) = permission {
                    let judged = self.service.judge(guard, caller, request.time.into()).await;
                    audit.decision = Some(judged?);
                }
                Err(fault)
            }
        }
    }
}

fn is_free(operation: &Description) -> bool {
    operation.service == Service::Sts && operation.name == FREE
}

fn circumstances(request: &Request) -> Circumstances {
    Circumstances {
        time: request.time,
        source: request.source,
        secure: request.tls.is_some(),
        user_agent: request.header(USER_AGENT),
        referer: request.header(REFERER),
    }
}
