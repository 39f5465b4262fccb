//! The one place where a failure becomes an exception of AWS's.
//! Sources: the Connect API reference for modelled exceptions, API Gateway's stock answers for the
//! others.

use std::fmt::Write;
use std::time::Duration;

use roster_model::exception::ExceptionName;
use roster_model::operations;
use roster_model::validation::Violation;
use roster_service::Refusal;
use roster_sigv4::SignatureError;
use roster_store::StoreError;
use roster_wire::Rejection;

/// Why a request was not carried out, in the terms of the stage that says so.
#[derive(Debug)]
pub(crate) enum Failure {
    /// No operation of Connect has this method and path.
    UnknownOperation,
    /// Connect has the operation, Roster has not.
    NotImplemented(&'static str),
    /// The body is larger than this many bytes.
    TooLarge(usize),
    /// The body took longer than this.
    TooSlow(Duration),
    /// The client broke off.
    Broken,
    /// The signature proves nothing.
    Signature(SignatureError),
    /// The signature is scoped to something that is no Region.
    NotARegion,
    /// There is no such access key.
    UnknownKey,
    /// A browser asks, where anything goes.
    FromBrowser,
    /// The request cannot be read.
    Rejected(Rejection),
    /// The request breaks its description.
    Invalid(Vec<Violation>),
    /// The operation was not carried out.
    Refused(Refusal),
}

impl From<SignatureError> for Failure {
    fn from(error: SignatureError) -> Self {
        Self::Signature(error)
    }
}

impl From<Rejection> for Failure {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// A failure as the wire has it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Exception {
    pub(crate) code: &'static str,
    pub(crate) status: u16,
    pub(crate) message: String,
}

impl Exception {
    /// What a failure is to the caller of an operation.
    pub(crate) fn new(failure: &Failure, operation: Option<&str>) -> Self {
        match failure {
            Failure::UnknownOperation => stock(
                "UnknownOperationException",
                404,
                "Amazon Connect has no operation with this method and path",
            ),
            Failure::NotImplemented(name) => stock(
                "NotImplementedException",
                501,
                &format!("Amazon Connect has the operation {name}, but Roster does not have it yet"),
            ),
            Failure::TooLarge(limit) => stock(
                "RequestEntityTooLargeException",
                413,
                &format!("The request body is larger than {limit} bytes"),
            ),
            Failure::TooSlow(limit) => stock(
                "RequestTimeoutException",
                408,
                &format!(
                    "The request body did not arrive within {} seconds",
                    limit.as_secs()
                ),
            ),
            Failure::Broken => stock(
                "MalformedHttpRequestException",
                400,
                "The request body ended before it was complete",
            ),
            Failure::Signature(error) => signature(error),
            Failure::NotARegion => stock(
                "InvalidSignatureException",
                403,
                "Credential should be scoped to a valid region.",
            ),
            Failure::UnknownKey => stock(
                "UnrecognizedClientException",
                403,
                "The security token included in the request is invalid.",
            ),
            Failure::FromBrowser => stock(
                "AccessDeniedException",
                403,
                "This server checks no signatures, so it takes no request that a web page may have sent: one with an Origin header, or for another host than this machine",
            ),
            Failure::Rejected(rejection) => {
                modelled(ExceptionName::InvalidRequest, operation, rejection.to_string())
            }
            Failure::Invalid(violations) => invalid(violations, operation),
            Failure::Refused(refusal) => refused(refusal, operation),
        }
    }
}

/// An exception that no operation declares, because the service itself never gives it.
fn stock(code: &'static str, status: u16, message: &str) -> Exception {
    Exception {
        code,
        status,
        message: message.to_owned(),
    }
}

/// A declared exception. Where an operation does not declare the one that fits, the request as a
/// whole is called invalid; every operation declares that.
fn modelled(name: ExceptionName, operation: Option<&str>, message: String) -> Exception {
    let declared = operation
        .and_then(operations::find)
        .is_none_or(|operation| operation.declares(name));
    let name = if declared {
        name
    } else {
        ExceptionName::InvalidRequest
    };
    Exception {
        code: name.as_str(),
        status: name.status(),
        message,
    }
}

fn signature(error: &SignatureError) -> Exception {
    let message = error.to_string();
    match error {
        SignatureError::Missing => stock("MissingAuthenticationTokenException", 403, &message),
        SignatureError::Incomplete(_)
        | SignatureError::NotAPair { .. }
        | SignatureError::MalformedDate { .. }
        | SignatureError::UnsupportedAlgorithm { .. }
        | SignatureError::MalformedCredential { .. }
        | SignatureError::TooManySignedHeaders { .. } => stock("IncompleteSignatureException", 400, &message),
        SignatureError::MalformedScope { .. }
        | SignatureError::UnsignedHeader { .. }
        | SignatureError::AbsentHeader { .. }
        | SignatureError::Skew { .. }
        | SignatureError::BodyHashMismatch { .. }
        | SignatureError::Mismatch => stock("InvalidSignatureException", 403, &message),
    }
}

/// All violations of one kind in one message; malformed requests first.
fn invalid(violations: &[Violation], operation: Option<&str>) -> Exception {
    let malformed = violations.iter().any(|violation| violation.fault.is_malformed());
    let mut message = String::new();
    for violation in violations
        .iter()
        .filter(|violation| violation.fault.is_malformed() == malformed)
    {
        let separator = if message.is_empty() { "" } else { "; " };
        // Writing to a string cannot fail.
        let _ = write!(message, "{separator}{violation}");
    }
    let name = if malformed {
        ExceptionName::InvalidRequest
    } else {
        ExceptionName::InvalidParameter
    };
    modelled(name, operation, message)
}

fn refused(refusal: &Refusal, operation: Option<&str>) -> Exception {
    let name = match refusal {
        Refusal::NotFound { .. } => ExceptionName::ResourceNotFound,
        Refusal::Taken { .. } => ExceptionName::DuplicateResource,
        Refusal::TokenReused => ExceptionName::InvalidRequest,
        Refusal::Rules(breaches) if breaches.iter().any(|breach| breach.fault.is_combination()) => {
            ExceptionName::InvalidRequest
        }
        Refusal::NotAReference { .. } | Refusal::NotAToken | Refusal::Rules(_) => {
            ExceptionName::InvalidParameter
        }
        Refusal::Store(error) => return failed(error, operation),
    };
    modelled(name, operation, refusal.to_string())
}

/// What the engine says is for the log; the caller learns what concerns them.
fn failed(error: &StoreError, operation: Option<&str>) -> Exception {
    let message = match error {
        StoreError::Full => {
            "The directory's disk is full: nothing was changed; try again when there is space"
        }
        StoreError::Unflushed(_) => {
            "The directory's disk has failed: whether this was carried out shows after a restart; the server's log says why"
        }
        StoreError::Stopped => "The server is stopping: nothing was changed; try again",
        StoreError::Corrupt(_) | StoreError::Engine(_) => {
            "Storage failed: nothing was changed; the server's log says why"
        }
    };
    modelled(ExceptionName::InternalService, operation, message.to_owned())
}
