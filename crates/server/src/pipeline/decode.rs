//! Bytes → value, by description.

use roster_model::operation::Description;
use roster_model::service::Protocol;
use roster_wire::Parts;
use serde_json::Value;

use super::Allowed;
use super::authenticate::Identity;
use super::route::form;
use crate::exception::Failure;
use crate::request::Request;

/// A request that could be read.
pub(crate) struct Decoded<'r> {
    pub(super) operation: &'static Description,
    pub(super) request: &'r Request,
    pub(super) identity: Identity,
    pub(super) input: Value,
}

/// Reads what is asked for.
pub(super) fn decode(allowed: Allowed<'_>) -> Result<Decoded<'_>, Failure> {
    let Allowed { identified, identity } = allowed;
    let (request, operation) = (identified.request, identified.operation);
    let input = match operation.service.protocol() {
        Protocol::RestJson => {
            let parts = Parts {
                labels: &identified.labels,
                query: request.query(),
                body: &identified.body,
            };
            roster_wire::decode(operation, &parts)?
        }
        Protocol::Query { .. } => {
            let form = form(request, &identified.body)?;
            roster_wire::query::decode(operation.request(), &form)
        }
        Protocol::Json { .. } => roster_wire::json::decode(&identified.body)?,
    };
    Ok(Decoded {
        operation,
        request,
        identity,
        input,
    })
}
