//! Bytes → value, by description. A caller without permission must not learn what is wrong with a request, so
//! a fault is kept until access is decided.

use std::sync::Arc;

use roster_domain::audit::Masked;
use roster_model::operation::Description;
use roster_model::service::Protocol;
use roster_service::access::Grants;
use roster_wire::Parts;
use serde_json::{Map, Value};

use super::authenticate::Authenticated;
use super::identify::form;
use super::route::Labels;
use super::throttle::Admitted;
use crate::exception::Failure;
use crate::reached::Proven;
use crate::request::Request;

/// A request that was read as far as it can be.
pub(crate) struct Decoded<'r> {
    pub(super) request: &'r Request,
    pub(super) proven: Proven<'r>,
    pub(super) operation: &'static Description,
    pub(super) grants: Option<Arc<Grants>>,
    pub(super) input: Value,
    /// Why no more of it could be read.
    pub(super) fault: Option<Failure>,
}

/// Reads what is asked for.
pub(super) fn decode(admitted: Admitted<'_>) -> Decoded<'_> {
    let Admitted(authenticated) = admitted;
    let (input, parameters, fault) = match read(&authenticated) {
        Ok(input) => {
            let parameters = Masked::new(authenticated.operation.request(), &input);
            (input, parameters, None)
        }
        Err(failure) => (labels(&authenticated.labels), None, Some(failure)),
    };
    Decoded {
        request: authenticated.request,
        proven: Proven {
            parameters,
            ..authenticated.proven
        },
        operation: authenticated.operation,
        grants: authenticated.grants,
        input,
        fault,
    }
}

fn read(authenticated: &Authenticated<'_>) -> Result<Value, Failure> {
    let Authenticated {
        request,
        operation,
        labels,
        body,
        ..
    } = authenticated;
    Ok(match operation.service.protocol() {
        Protocol::RestJson => {
            let parts = Parts {
                labels,
                query: request.query(),
                body,
            };
            roster_wire::decode(operation, &parts)?
        }
        Protocol::Query { .. } => {
            let form = form(request, body)?;
            roster_wire::query::decode(operation.request(), &form)
        }
        Protocol::Json { .. } => roster_wire::json::decode(body)?,
    })
}

/// What the path names, which access is asked about even if nothing else can be read.
fn labels(labels: &Labels<'_>) -> Value {
    let named = labels.iter();
    let decoded =
        named.filter_map(|(name, raw)| Some(((*name).to_owned(), roster_wire::percent_decoded(raw)?.into())));
    Value::Object(decoded.collect::<Map<_, _>>())
}
