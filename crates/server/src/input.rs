//! What a request asks for, as the protocol of its service sends it.

use bytes::Bytes;
use roster_domain::audit::Masked;
use roster_model::operation::Description;
use roster_model::service::Protocol;
use roster_wire::Parts;
use roster_wire::query::Form;
use serde_json::Value;

use crate::exception::Failure;
use crate::request::Request;

/// What a request asks for, for the audit.
pub(crate) enum Parameters {
    /// As the audit shows it.
    Masked(Masked),
    /// In this body and in the head. Few reads are audited, so it is masked only if it has to be.
    Unmasked(Bytes),
}

impl Parameters {
    /// What a request for this operation asks for, as the audit shows it.
    pub(crate) fn masked(&self, request: &Request, operation: &'static Description) -> Option<Masked> {
        match self {
            Self::Masked(masked) => Some(masked.clone()),
            Self::Unmasked(body) => {
                let labels: Vec<_> = roster_wire::labels(operation, request.path()).collect();
                let input = read(request, operation, &labels, body).ok()?;
                Masked::new(operation.request(), &input)
            }
        }
    }
}

/// Reads the input of an operation, of whose path these are the labels.
pub(crate) fn read(
    request: &Request,
    operation: &Description,
    labels: &[(&'static str, &str)],
    body: &[u8],
) -> Result<Value, Failure> {
    Ok(match operation.service.protocol() {
        Protocol::RestJson => {
            let parts = Parts {
                labels,
                query: request.query(),
                body,
            };
            roster_wire::decode(operation, &parts)?
        }
        Protocol::RestXml => return Err(Failure::UnknownOperation),
        Protocol::Query { .. } => {
            let form = form(request, body)?;
            roster_wire::query::decode(operation.request(), &form)
        }
        Protocol::Json { .. } => roster_wire::json::decode(body)?,
    })
}

/// The form of a request: in its body, or in its query string.
pub(crate) fn form<'r>(request: &'r Request, body: &'r [u8]) -> Result<Form<'r>, Failure> {
    let text = if body.is_empty() {
        request.query().as_bytes()
    } else {
        body
    };
    Ok(Form::parse(text)?)
}
