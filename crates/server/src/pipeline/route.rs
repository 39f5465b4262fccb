//! Head → operation and labels of the path, or the service whose form will name the operation.

use roster_domain::truncate_chars;
use roster_model::operation::Description;
use roster_model::operations;
use roster_model::service::{Protocol, Service};
use roster_sigv4::Authorization;
use roster_wire::Route;

use super::addressed_service::TARGET;
use super::config::Access;
use super::parse_authorization::ParsedAuthorization;
use super::state::Pipeline;
use crate::exception::Failure;
use crate::request::{AuditContext, Request};

/// The longest part of a name of no operation that is repeated, in characters.
const NAME_CHARACTERS: usize = 128;

/// A request of which its head has said as much as it can.
pub(crate) struct Routed<'r> {
    pub(super) request: &'r Request,
    /// None where requests need not be signed.
    pub(super) authorization: Option<Authorization<'r>>,
    pub(super) target: Target<'r>,
}

/// What the head of a request leads to.
pub(super) enum Target<'r> {
    /// An operation, with the labels of its path.
    Operation(&'static Description, Labels<'r>),
    /// One that the form in the body, or in the query string, names.
    Form(Service),
}

pub(super) type Labels<'r> = Vec<(&'static str, &'r str)>;

impl Pipeline {
    /// Finds out what is asked for, as far as the head says. Of a request that must be signed and
    /// does not even claim to be, no body is read.
    pub(super) fn route<'r>(
        &self,
        parsed: ParsedAuthorization<'r>,
        audit: &mut AuditContext,
    ) -> Result<Routed<'r>, Failure> {
        let ParsedAuthorization {
            request,
            service,
            authorization,
        } = parsed;
        let target = match service.protocol() {
            Protocol::RestJson => self.path(request, audit)?,
            Protocol::Query { .. } => Target::Form(service),
            Protocol::Json { target } => {
                Target::Operation(header(request, service, target, audit)?, Vec::new())
            }
        };
        let authorization = match self.config.access {
            Access::Enforce | Access::Observe => Some(in_scope(authorization?, service)?),
            Access::Off => authorization.ok(),
        };
        Ok(Routed {
            request,
            authorization,
            target,
        })
    }

    fn path<'r>(&self, request: &'r Request, audit: &mut AuditContext) -> Result<Target<'r>, Failure> {
        match self.router.route(request.method(), request.path()) {
            Route::Operation { operation, labels } => {
                audit.operation = Some(operation.name);
                Ok(Target::Operation(operation, labels))
            }
            Route::NotImplemented(name) => {
                audit.operation = Some(name);
                Err(Failure::NotImplemented(name.to_owned()))
            }
            Route::Unknown => Err(Failure::UnknownOperation),
        }
    }
}

fn header(
    request: &Request,
    service: Service,
    expected: &str,
    audit: &mut AuditContext,
) -> Result<&'static Description, Failure> {
    let value = request
        .head
        .headers
        .get(TARGET)
        .and_then(|value| value.to_str().ok());
    let (target, name) = value
        .and_then(roster_wire::json::target)
        .ok_or(Failure::UnknownOperation)?;
    if target != expected {
        return Err(Failure::UnknownOperation);
    }
    named(service, name, audit)
}

/// The operation of a name that the request wrote.
pub(super) fn named(
    service: Service,
    name: &str,
    audit: &mut AuditContext,
) -> Result<&'static Description, Failure> {
    let operation = operations::find(service, name)
        .ok_or_else(|| Failure::NotImplemented(truncate_chars(name, NAME_CHARACTERS).to_owned()))?;
    audit.operation = Some(operation.name);
    Ok(operation)
}

/// An authorization that is scoped to the service. Whether the Region is one of the caller's is decided by
/// authentication.
fn in_scope(authorization: Authorization<'_>, service: Service) -> Result<Authorization<'_>, Failure> {
    let region = authorization.scope.region;
    authorization.scope.require(region, service.name())?;
    Ok(authorization)
}
