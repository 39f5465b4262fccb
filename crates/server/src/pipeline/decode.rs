//! Bytes → value, by description.

use roster_domain::Caller;
use roster_domain::audit::Masked;
use roster_model::operation::Description;
use roster_model::service::Protocol;
use roster_wire::Parts;
use serde_json::Value;

use super::Allowed;
use super::route::form;
use crate::exception::Failure;
use crate::request::{Facts, Request};

/// A request that could be read.
pub(crate) struct Decoded<'r> {
    pub(super) operation: &'static Description,
    pub(super) request: &'r Request,
    pub(super) caller: Caller,
    pub(super) input: Value,
}

/// Reads what is asked for.
pub(super) fn decode<'r>(allowed: Allowed<'r>, facts: &mut Facts) -> Result<Decoded<'r>, Failure> {
    let Allowed { identified, caller } = allowed;
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
    facts.parameters = Masked::new(operation.request(), &input);
    Ok(Decoded {
        operation,
        request,
        caller,
        input,
    })
}
