//! Bytes → value, by description. Whoever has no right must not learn what is wrong with a request:
//! a fault is kept until access is decided.

use roster_domain::audit::Masked;
use roster_model::service::Protocol;
use roster_wire::Parts;
use serde_json::{Map, Value};

use super::authenticate::Authenticated;
use super::route::{Identified, form};
use super::throttle::Admitted;
use crate::exception::Failure;
use crate::request::Facts;

/// A request that was read as far as it can be.
pub(crate) struct Decoded<'r> {
    pub(super) authenticated: Authenticated<'r>,
    pub(super) input: Value,
    /// Why no more of it could be read.
    pub(super) fault: Option<Failure>,
}

/// Reads what is asked for.
pub(super) fn decode<'r>(admitted: Admitted<'r>, facts: &mut Facts) -> Decoded<'r> {
    let Admitted(authenticated) = admitted;
    let (input, fault) = match read(&authenticated.identified) {
        Ok(input) => {
            facts.parameters = Masked::new(authenticated.identified.operation.request(), &input);
            (input, None)
        }
        Err(failure) => (labels(&authenticated.identified), Some(failure)),
    };
    Decoded {
        authenticated,
        input,
        fault,
    }
}

fn read(identified: &Identified<'_>) -> Result<Value, Failure> {
    let (request, operation) = (identified.request, identified.operation);
    Ok(match operation.service.protocol() {
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
    })
}

/// What the path names, which access is asked about even if nothing else can be read.
fn labels(identified: &Identified<'_>) -> Value {
    let named = identified.labels.iter();
    let decoded =
        named.filter_map(|(name, raw)| Some(((*name).to_owned(), roster_wire::percent_decoded(raw)?.into())));
    Value::Object(decoded.collect::<Map<_, _>>())
}
