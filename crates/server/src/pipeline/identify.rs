//! Body → operation, where only a form names it. A presigned request for what a link may not do ends here.

use roster_model::operation::Description;
use roster_model::service::{Protocol, Service};
use roster_wire::query::Form;

use super::find_key::{Credential, WithKey};
use super::presigned;
use super::receive::{Body, Received};
use super::route::{Labels, Target, named};
use crate::exception::Failure;
use crate::input::form;
use crate::reached::{RequestSummary, StageResult};
use crate::request::Request;

/// A request that has arrived as a whole, and whose operation is known.
pub(crate) struct Identified<'r> {
    pub(super) request: &'r Request,
    pub(super) summary: RequestSummary<'r>,
    pub(super) credential: Credential<'r>,
    pub(super) operation: &'static Description,
    pub(super) labels: Labels<'r>,
    pub(super) body: Body<'r>,
}

/// Finds the operation where only the body names it.
pub(super) fn identify(received: Received<'_>) -> StageResult<'_, Identified<'_>> {
    let Received { with_key, body } = received;
    let WithKey {
        request,
        summary,
        credential,
        target,
    } = with_key;
    let (summary, operation, labels) = match target {
        Target::Operation(operation, labels) => (summary, operation, labels),
        Target::Form => {
            let (summary, operation) = action(request, body.bytes(), summary)?;
            (summary, operation, Labels::new())
        }
    };
    presigned::check(request, operation, body.bytes()).map_err(|fault| summary.stop(fault))?;
    Ok(Identified {
        request,
        summary,
        credential,
        operation,
        labels,
        body,
    })
}

/// The operation that a form names. Without a signature, only the version tells the services apart.
fn action<'r>(
    request: &Request,
    body: &[u8],
    summary: RequestSummary<'r>,
) -> StageResult<'r, (RequestSummary<'r>, &'static Description)> {
    let form = form(request, body).map_err(|failure| summary.stop(failure))?;
    let service = match summary.access_key_id {
        Some(_) => summary.service,
        None => of_version(&form).unwrap_or(summary.service),
    };
    let summary = RequestSummary { service, ..summary };
    let name = form.action().ok_or(Failure::UnknownOperation);
    let operation = name.and_then(|name| named(service, name));
    let operation = operation.map_err(|failure| summary.stop(failure))?;
    Ok((summary.leading_to(operation.name), operation))
}

/// The service whose API has the version of a form.
fn of_version(form: &Form<'_>) -> Option<Service> {
    let mut services = Service::ALL.iter().copied();
    services.find(|service| match service.protocol() {
        Protocol::Query { version, .. } => form.version() == Some(version),
        Protocol::RestJson | Protocol::RestXml | Protocol::Json { .. } => false,
    })
}
