//! Bytes → value, by description. A caller without permission must not learn what is wrong with a request, so
//! a fault is kept until access is decided.

use std::sync::Arc;

use roster_domain::audit::Masked;
use roster_model::operation::Description;
use roster_service::access::Grants;
use serde_json::{Map, Value};

use super::authenticate::Authenticated;
use super::route::Labels;
use super::throttle::Admitted;
use crate::exception::Failure;
use crate::input::{Parameters, read};
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
    let Authenticated {
        request,
        proven,
        operation,
        labels,
        body,
        grants,
    } = authenticated;
    let (input, parameters, fault) = match read(request, operation, &labels, &body) {
        Ok(input) => {
            let parameters = if operation.effect.is_read() {
                Some(Parameters::Unmasked(body))
            } else {
                Masked::new(operation.request(), &input).map(Parameters::Masked)
            };
            (input, parameters, None)
        }
        Err(failure) => (named_by_path(&labels), None, Some(failure)),
    };
    Decoded {
        request,
        proven: Proven { parameters, ..proven },
        operation,
        grants,
        input,
        fault,
    }
}

/// What the path names, which access is asked about even if nothing else can be read.
fn named_by_path(labels: &Labels<'_>) -> Value {
    let named = labels.iter();
    let decoded =
        named.filter_map(|(name, raw)| Some(((*name).to_owned(), roster_wire::percent_decoded(raw)?.into())));
    Value::Object(decoded.collect::<Map<_, _>>())
}
