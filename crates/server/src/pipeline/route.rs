//! Service, method and path → operation and labels.

use http::header::CONTENT_TYPE;
use roster_domain::excerpt;
use roster_model::operation::Description;
use roster_model::operations;
use roster_model::service::{Protocol, Service};
use roster_sigv4::Authorization;
use roster_wire::Route;
use roster_wire::query::Form;

use super::claim::Claimed;
use super::receive::{Body, Received};
use super::recognize::{Credential, Recognized};
use super::{Access, Pipeline};
use crate::exception::Failure;
use crate::request::{Facts, Request};

/// The header that names an operation of a service with one path for all.
const TARGET: &str = "x-amz-target";
/// What says that a body is a form.
const FORM: &[u8] = b"application/x-www-form-urlencoded";
/// The longest part of a name of no operation that is repeated, in characters.
const NAME_CHARACTERS: usize = 128;

/// A request of which its head has said as much as it can.
pub(crate) struct Routed<'r> {
    pub(super) request: &'r Request,
    /// None where nobody need sign.
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

/// A request that has arrived as a whole, and whose operation is known.
pub(crate) struct Identified<'r> {
    pub(super) request: &'r Request,
    pub(super) credential: Credential<'r>,
    pub(super) operation: &'static Description,
    pub(super) labels: Labels<'r>,
    pub(super) body: Body<'r>,
}

impl Pipeline {
    /// Finds out what is asked for, as far as the head says. Of a request that must be signed and
    /// does not even claim to be, no body is read.
    pub(super) fn route<'r>(&self, claimed: Claimed<'r>, facts: &mut Facts) -> Result<Routed<'r>, Failure> {
        let Claimed {
            request,
            service,
            authorization,
        } = claimed;
        let target = match service.protocol() {
            Protocol::RestJson => self.path(request, facts)?,
            Protocol::Query { .. } => Target::Form(service),
            Protocol::Json { target } => {
                Target::Operation(header(request, service, target, facts)?, Vec::new())
            }
        };
        let authorization = match self.edge.access {
            Access::Enforce | Access::Observe => Some(in_scope(authorization?, service)?),
            Access::Off => authorization.ok(),
        };
        Ok(Routed {
            request,
            authorization,
            target,
        })
    }

    fn path<'r>(&self, request: &'r Request, facts: &mut Facts) -> Result<Target<'r>, Failure> {
        match self.router.route(request.method(), request.path()) {
            Route::Operation { operation, labels } => {
                facts.operation = Some(operation.name);
                Ok(Target::Operation(operation, labels))
            }
            Route::NotImplemented(name) => {
                facts.operation = Some(name);
                Err(Failure::NotImplemented(name.to_owned()))
            }
            Route::Unknown => Err(Failure::UnknownOperation),
        }
    }
}

/// Finds out what is asked for where only the body says it.
pub(super) fn identify<'r>(received: Received<'r>, facts: &mut Facts) -> Result<Identified<'r>, Failure> {
    let Received { recognized, body } = received;
    let Recognized {
        request,
        credential,
        target,
    } = recognized;
    let (operation, labels) = match target {
        Target::Operation(operation, labels) => (operation, labels),
        Target::Form(service) => (action(request, body.bytes(), service, facts)?, Vec::new()),
    };
    Ok(Identified {
        request,
        credential,
        operation,
        labels,
        body,
    })
}

/// The service that a request is for: what its signature is scoped to, or, of one without, what it
/// looks like.
pub(super) fn service(request: &Request, authorization: Option<&Authorization<'_>>) -> Service {
    let signed = authorization.and_then(|authorization| Service::named(authorization.scope.service));
    let looks = || {
        let headers = &request.head.headers;
        let kind = headers
            .get(CONTENT_TYPE)
            .map_or(&b""[..], http::HeaderValue::as_bytes);
        if headers.contains_key(TARGET) {
            Service::CloudTrail
        } else if request.path() == "/" && (kind.starts_with(FORM) || names_action(request)) {
            Service::Iam
        } else {
            Service::Connect
        }
    };
    signed.unwrap_or_else(looks)
}

/// Whether the query string is a form that names an operation.
fn names_action(request: &Request) -> bool {
    let mut parameters = request.query().split('&');
    parameters.any(|parameter| parameter.starts_with("Action="))
}

fn header(
    request: &Request,
    service: Service,
    expected: &str,
    facts: &mut Facts,
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
    named(service, name, facts)
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
    facts: &mut Facts,
) -> Result<&'static Description, Failure> {
    let form = form(request, body)?;
    // Where nobody need sign, the version alone tells the services apart.
    let versions = Service::ALL.iter().filter(|other| match other.protocol() {
        Protocol::Query { version, .. } => form.version() == Some(version),
        Protocol::RestJson | Protocol::Json { .. } => false,
    });
    let service = match facts.access_key_id {
        Some(_) => service,
        None => versions.copied().next().unwrap_or(service),
    };
    facts.service = service;
    let name = form.action().ok_or(Failure::UnknownOperation)?;
    named(service, name, facts)
}

/// The operation of a name that the request wrote.
fn named(service: Service, name: &str, facts: &mut Facts) -> Result<&'static Description, Failure> {
    let operation = operations::find(service, name)
        .ok_or_else(|| Failure::NotImplemented(excerpt(name, NAME_CHARACTERS).to_owned()))?;
    facts.operation = Some(operation.name);
    Ok(operation)
}

/// A claim that is scoped to the service. Whether the Region is one of the caller's is for who
/// authenticates to say.
fn in_scope(authorization: Authorization<'_>, service: Service) -> Result<Authorization<'_>, Failure> {
    let region = authorization.scope.region;
    authorization.scope.require(region, service.name())?;
    Ok(authorization)
}
