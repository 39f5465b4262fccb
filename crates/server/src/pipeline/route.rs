//! Head → operation and labels of the path, or the service whose form will name the operation.

use roster_domain::truncate_chars;
use roster_model::operation::Description;
use roster_model::operations;
use roster_model::service::{Protocol, Service};
use roster_sigv4::{Authorization, SignatureError};
use roster_wire::{Route, Router};

use super::addressed_service::TARGET;
use super::config::Access;
use super::parse_authorization::ParsedAuthorization;
use crate::exception::Failure;
use crate::reached::{RequestSummary, StageResult};
use crate::request::Request;

/// The longest part of a name of no operation that is repeated, in characters.
const NAME_CHARACTERS: usize = 128;

/// A request of which its head has said as much as it can.
pub(crate) struct Routed<'r> {
    pub(super) request: &'r Request,
    pub(super) summary: RequestSummary<'r>,
    /// None where requests need not be signed.
    pub(super) authorization: Option<Authorization<'r>>,
    pub(super) target: Target<'r>,
}

/// What the head of a request leads to.
pub(super) enum Target<'r> {
    /// An operation, with the labels of its path.
    Operation(&'static Description, Labels<'r>),
    /// One that the form in the body, or in the query string, names.
    Form,
}

pub(super) type Labels<'r> = Vec<(&'static str, &'r str)>;

/// Finds out what is asked for, as far as the head says. Of a request that must be signed and does not even
/// claim to be, no body is read.
pub(super) fn route<'r>(
    parsed: ParsedAuthorization<'r>,
    router: &Router,
    access: Access,
) -> StageResult<'r, Routed<'r>> {
    let ParsedAuthorization {
        request,
        summary,
        authorization,
    } = parsed;
    let service = summary.service;
    let (summary, target) = match service.protocol() {
        Protocol::RestJson => path(request, router, summary)?,
        // The bucket has an application of its own.
        Protocol::RestXml => return Err(summary.stop(Failure::UnknownOperation)),
        Protocol::Query { .. } => (summary, Target::Form),
        Protocol::Json { target } => {
            let operation = header(request, service, target).map_err(|failure| summary.stop(failure))?;
            let target = Target::Operation(operation, Labels::new());
            (summary.leading_to(operation.name), target)
        }
    };
    let authorization = match access {
        Access::Enforce | Access::Observe => {
            let authorization = authorization.and_then(|authorization| in_scope(authorization, service));
            Some(authorization.map_err(|error| summary.stop(error))?)
        }
        Access::Off => authorization.ok(),
    };
    Ok(Routed {
        request,
        summary,
        authorization,
        target,
    })
}

fn path<'r>(
    request: &'r Request,
    router: &Router,
    summary: RequestSummary<'r>,
) -> StageResult<'r, (RequestSummary<'r>, Target<'r>)> {
    match router.route(summary.service, request.method(), request.path()) {
        Route::Operation { operation, labels } => {
            let target = Target::Operation(operation, labels);
            Ok((summary.leading_to(operation.name), target))
        }
        Route::NotImplemented(name) => {
            let failure = Failure::NotImplemented(name.to_owned());
            Err(summary.leading_to(name).stop(failure))
        }
        Route::Unknown => Err(summary.stop(Failure::UnknownOperation)),
    }
}

fn header(request: &Request, service: Service, expected: &str) -> Result<&'static Description, Failure> {
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
    named(service, name)
}

/// The operation of a name that the request wrote.
pub(super) fn named(service: Service, name: &str) -> Result<&'static Description, Failure> {
    operations::find(service, name)
        .ok_or_else(|| Failure::NotImplemented(truncate_chars(name, NAME_CHARACTERS).to_owned()))
}

/// An authorization that is scoped to the service. Whether the Region is one of the caller's is decided by
/// authentication.
pub(super) fn in_scope(
    authorization: Authorization<'_>,
    service: Service,
) -> Result<Authorization<'_>, SignatureError> {
    let region = authorization.scope.region;
    authorization.scope.require(region, service.name())?;
    Ok(authorization)
}
