//! Bytes → value, by description.

use roster_model::operation::Description;
use roster_wire::Parts;
use serde_json::Value;

use super::Allowed;
use crate::exception::Failure;
use crate::request::{Caller, Request};

/// A request that could be read.
pub(crate) struct Decoded<'r> {
    pub(super) operation: &'static Description,
    pub(super) request: &'r Request,
    pub(super) caller: Caller,
    pub(super) input: Value,
}

/// Reads what is asked for.
pub(super) fn decode(allowed: Allowed<'_>) -> Result<Decoded<'_>, Failure> {
    let Allowed { routed, body, caller } = allowed;
    let parts = Parts {
        labels: &routed.labels,
        query: routed.request.query(),
        body: &body,
    };
    let input = roster_wire::decode(routed.operation, &parts)?;
    Ok(Decoded {
        operation: routed.operation,
        request: routed.request,
        caller,
        input,
    })
}
