//! Bytes → value, by description. A caller without permission must not learn what is wrong with a request, so
//! a fault is kept until access is decided.

use roster_domain::audit::Masked;
use roster_model::operation::Description;
use roster_model::service::Protocol;
use roster_wire::Parts;
use serde_json::{Map, Value};

use super::authenticate::{Authenticated, Identity};
use super::identify::form;
use super::route::Labels;
use super::throttle::Admitted;
use crate::exception::Failure;
use crate::request::{AuditContext, Request};

/// A request that was read as far as it can be.
pub(crate) struct Decoded<'r> {
    pub(super) request: &'r Request,
    pub(super) operation: &'static Description,
    pub(super) identity: Identity,
    pub(super) input: Value,
    /// Why no more of it could be read.
    pub(super) fault: Option<Failure>,
}

/// Reads what is asked for.
pub(super) fn decode<'r>(admitted: Admitted<'r>, audit: &mut AuditContext) -> Decoded<'r> {
    let Admitted(authenticated) = admitted;
    let (input, fault) = match read(&authenticated) {
        Ok(input) => {
            audit.parameters = Masked::new(authenticated.operation.request(), &input);
            (input, None)
        }
        Err(failure) => (labels(&authenticated.labels), Some(failure)),
    };
    Decoded {
        request: authenticated.request,
        operation: authenticated.operation,
        identity: authenticated.identity,
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
