//! Body → operation, where only a form names it.

use roster_model::operation::Description;
use roster_model::service::{Protocol, Service};
use roster_wire::query::Form;

use super::find_key::{Credential, WithKey};
use super::receive::{Body, Received};
use super::route::{Labels, Target, named};
use crate::exception::Failure;
use crate::request::{AuditContext, Request};

/// A request that has arrived as a whole, and whose operation is known.
pub(crate) struct Identified<'r> {
    pub(super) request: &'r Request,
    pub(super) credential: Credential<'r>,
    pub(super) operation: &'static Description,
    pub(super) labels: Labels<'r>,
    pub(super) body: Body<'r>,
}

/// Finds the operation where only the body names it.
pub(super) fn identify<'r>(
    received: Received<'r>,
    audit: &mut AuditContext,
) -> Result<Identified<'r>, Failure> {
    let Received { with_key, body } = received;
    let WithKey {
        request,
        credential,
        target,
    } = with_key;
    let (operation, labels) = match target {
        Target::Operation(operation, labels) => (operation, labels),
        Target::Form(service) => (action(request, body.bytes(), service, audit)?, Vec::new()),
    };
    Ok(Identified {
        request,
        credential,
        operation,
        labels,
        body,
    })
}

/// The form of a request: in its body, or in its query string.
pub(super) fn form<'r>(request: &'r Request, body: &'r [u8]) -> Result<Form<'r>, Failure> {
    let text = if body.is_empty() {
        request.query().as_bytes()
    } else {
        body
    };
    Ok(Form::parse(text)?)
}

fn action(
    request: &Request,
    body: &[u8],
    service: Service,
    audit: &mut AuditContext,
) -> Result<&'static Description, Failure> {
    let form = form(request, body)?;
    // Without a signature, only the version tells the services apart.
    let versions = Service::ALL.iter().filter(|other| match other.protocol() {
        Protocol::Query { version, .. } => form.version() == Some(version),
        Protocol::RestJson | Protocol::Json { .. } => false,
    });
    let service = match audit.access_key_id {
        Some(_) => service,
        None => versions.copied().next().unwrap_or(service),
    };
    audit.service = service;
    let name = form.action().ok_or(Failure::UnknownOperation)?;
    named(service, name, audit)
}
