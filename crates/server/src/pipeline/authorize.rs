//! Caller → permission. Only a caller with permission learns what is wrong with the request.
//!
//! An account's root has no policy, and may do everything in its account. Other accounts' resources are
//! invisible.

use std::sync::Arc;

use http::header::{REFERER, USER_AGENT};
use roster_domain::decision::Decision;
use roster_model::operation::Description;
use roster_model::service::Service as ApiService;
use roster_service::access::{Attempt, Circumstances, Permission};
use roster_service::{Refusal, Service};
use serde_json::Value;

use super::config::Access;
use super::decode::Decoded;
use super::validate::Validated;
use crate::reached::{Proven, StageResult};
use crate::request::Request;

/// What needs no permission. Source: the STS API reference.
const FREE: &str = "GetCallerIdentity";

/// A request without a fault, which its caller may make, or may be found to when the records are
/// read.
pub(crate) struct Allowed<'r> {
    pub(super) request: &'r Request,
    pub(super) proven: Proven<'r>,
    pub(super) operation: &'static Description,
    pub(super) permission: Permission,
    pub(super) input: Value,
}

/// Finds out whether the caller may do what is asked for.
pub(super) async fn authorize<'r>(
    validated: Validated<'r>,
    access: Access,
    service: &Service,
) -> StageResult<'r, Allowed<'r>> {
    let Validated(Decoded {
        request,
        proven,
        operation,
        grants,
        input,
        fault,
    }) = validated;
    let grants = grants.filter(|_| !is_free(operation));
    let proven = Proven {
        asked: grants.is_some(),
        ..proven
    };
    let permission = match grants {
        None => Permission::Decided(None),
        Some(grants) => {
            let caller = Arc::clone(&proven.caller);
            let attempt = Attempt::new(operation, caller, grants, circumstances(request), &input);
            match attempt.settle(access == Access::Observe) {
                Ok(permission) => permission,
                Err(denied) => return Err(proven.stop(Refusal::Denied(denied))),
            }
        }
    };
    match fault {
        None => Ok(Allowed {
            request,
            proven: proven.decided(settled(&permission)),
            operation,
            permission,
            input,
        }),
        Some(fault) => {
            let decision = match permission {
                Permission::Decided(decision) => decision,
                Permission::Open(guard) => {
                    let caller = Arc::clone(&proven.caller);
                    match service.judge(guard, caller, request.time.into()).await {
                        Ok(decision) => Some(decision),
                        Err(refusal) => return Err(proven.stop(refusal)),
                    }
                }
            };
            Err(proven.decided(decision).stop(fault))
        }
    }
}

/// The decision, if it does not wait for the records.
fn settled(permission: &Permission) -> Option<Box<Decision>> {
    match permission {
        Permission::Decided(decision) => decision.clone(),
        Permission::Open(_) => None,
    }
}

fn is_free(operation: &Description) -> bool {
    operation.service == ApiService::Sts && operation.name == FREE
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
