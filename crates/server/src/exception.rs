//! The one place where a failure becomes an exception of AWS's.
//! Sources: the Connect API reference for modelled exceptions, API Gateway's stock answers for the
//! others.

use std::fmt::Write;
use std::time::Duration;

use roster_model::exception::ExceptionName;
use roster_model::operation::Description;
use roster_model::operations;
use roster_model::resource_type::{Parent, ResourceType};
use roster_model::service::{Protocol, Service};
use roster_model::validation::Violation;
use roster_service::{
    AssociationRefusal, FederationRefusal, IamRefusal, PredefinedAttributeRefusal, Refusal, TakeoverRefusal,
};
use roster_sigv4::SignatureError;
use roster_store::StoreError;
use roster_wire::Rejection;

use crate::head::Ambiguity;
use crate::pipeline::PresignedFault;

/// Why a request was not carried out, in the terms of the stage that says so.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The head can be read in more than one way.
    Ambiguous(Ambiguity),
    /// Nothing in the request leads to an operation.
    UnknownOperation,
    /// Roster does not have the operation of this name.
    NotImplemented(String),
    /// The body is larger than this many bytes.
    TooLarge(usize),
    /// The body took longer than this.
    TooSlow(Duration),
    /// The bodies of requests that prove nothing yet take all that they may.
    NoRoomForBodies,
    /// As many connections as may be are busy.
    NoPlace,
    /// The client broke off.
    Broken,
    /// The signature proves nothing.
    Signature(SignatureError),
    /// The signature stands in the query string, and the request asks for more than a link may.
    Presigned(PresignedFault),
    /// There is no such access key in the partition of the signature's Region.
    UnknownKey,
    /// The session is over.
    ExpiredToken,
    /// A browser asks, where anything goes.
    FromBrowser,
    /// The caller exceeds a rate. Only some of these refusals are audited.
    Throttled {
        /// Whether it is.
        is_reported: bool,
    },
    /// Too many requests of this source have proven nothing.
    SourceExhausted,
    /// The request cannot be read.
    Rejected(Rejection),
    /// The request breaks its description.
    Invalid(Vec<Violation>),
    /// There is no such bucket.
    NoSuchBucket,
    /// The bucket has no such object, or it is of another account.
    NoSuchKey,
    /// A read of the bucket asks for what Roster does not do.
    NotInBucket(&'static str),
    /// The operation was not carried out.
    Refused(Refusal),
}

impl Failure {
    /// Whether the request was refused because too much work waits for the store.
    pub(crate) const fn is_overload(&self) -> bool {
        matches!(self, Self::Refused(Refusal::Store(StoreError::Overloaded)))
    }
}

impl From<Ambiguity> for Failure {
    fn from(ambiguity: Ambiguity) -> Self {
        Self::Ambiguous(ambiguity)
    }
}

impl From<PresignedFault> for Failure {
    fn from(fault: PresignedFault) -> Self {
        Self::Presigned(fault)
    }
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
    /// The members besides the message, where the wire is JSON.
    pub(crate) details: Vec<(&'static str, String)>,
}

impl Exception {
    /// One that says nothing but its message.
    const fn stated(code: &'static str, status: u16, message: String) -> Self {
        Self {
            code,
            status,
            message,
            details: Vec::new(),
        }
    }

    /// What a refusal is to the caller of an operation.
    pub(crate) fn of_refusal(refusal: &Refusal, operation: &'static Description) -> Self {
        let place = Place {
            service: operation.service,
            operation: Some(operation),
        };
        refused(refusal, place)
    }

    /// What a failure is to the caller of a service's operation.
    pub(crate) fn new(failure: &Failure, service: Service, operation: Option<&str>) -> Self {
        let place = Place {
            service,
            operation: operation.and_then(|name| operations::find(service, name)),
        };
        let stock = |stock: Stock, message: String| stock.at(service, message);
        match failure {
            Failure::Ambiguous(ambiguity) => stock(Stock::Malformed, ambiguity.to_string()),
            Failure::UnknownOperation => stock(
                Stock::UnknownOperation,
                match service.protocol() {
                    Protocol::RestJson => {
                        format!("{} has no operation with this method and path", service.title())
                    }
                    Protocol::RestXml => "There is no such bucket".to_owned(),
                    Protocol::Query { .. } => "The request names no Action".to_owned(),
                    Protocol::Json { .. } => {
                        format!("{} has no operation with this X-Amz-Target", service.title())
                    }
                },
            ),
            Failure::NotImplemented(name) => stock(
                Stock::NotImplemented,
                match service {
                    Service::Connect => {
                        format!("Amazon Connect has the operation {name}, but Roster does not have it yet")
                    }
                    Service::Iam
                    | Service::Sts
                    | Service::CloudTrail
                    | Service::S3
                    | Service::Roster
                    | Service::Console => {
                        format!("Roster does not have the operation {name} of {}", service.title())
                    }
                },
            ),
            Failure::TooLarge(limit) => stock(
                Stock::TooLarge,
                format!("The request body is larger than {limit} bytes"),
            ),
            Failure::TooSlow(limit) => stock(
                Stock::TooSlow,
                format!(
                    "The request body did not arrive within {} seconds",
                    limit.as_secs()
                ),
            ),
            Failure::NoRoomForBodies => stock(
                Stock::Unavailable,
                "The server is reading as many request bodies as it may: try again".to_owned(),
            ),
            Failure::NoPlace => stock(
                Stock::Unavailable,
                "The server has as many connections as it may: try again".to_owned(),
            ),
            Failure::Presigned(fault) => stock(Stock::MissingToken, fault.to_string()),
            Failure::Broken => stock(
                Stock::Malformed,
                "The request body ended before it was complete".to_owned(),
            ),
            Failure::Signature(error) => stock(signature(error), error.to_string()),
            Failure::UnknownKey => stock(
                Stock::UnknownKey,
                "The security token included in the request is invalid.".to_owned(),
            ),
            Failure::ExpiredToken => stock(
                Stock::ExpiredToken,
                "The security token included in the request is expired".to_owned(),
            ),
            Failure::FromBrowser => stock(
                Stock::AccessDenied,
                "This server checks no signatures, so it takes no request that a web page may have sent: one with an Origin or Sec-Fetch-Site header, or for another host than this machine".to_owned(),
            ),
            Failure::Throttled { .. } | Failure::SourceExhausted => throttled(place),
            Failure::Rejected(rejection) => place.invalid(ExceptionName::InvalidRequest, rejection.to_string()),
            Failure::Invalid(violations) => invalid(violations, place),
            Failure::NoSuchBucket => {
                modelled(ExceptionName::NoSuchBucket, "The specified bucket does not exist".to_owned())
            }
            Failure::NoSuchKey => {
                modelled(ExceptionName::NoSuchKey, "The specified key does not exist.".to_owned())
            }
            Failure::NotInBucket(what) => stock(Stock::NotImplemented, (*what).to_owned()),
            Failure::Refused(refusal) => refused(refusal, place),
        }
    }
}

/// An exception that no operation declares, because it comes from in front of the services.
/// Sources: API Gateway's stock answers for JSON; the common errors of the IAM API reference for
/// forms.
#[derive(Clone, Copy, Debug)]
enum Stock {
    UnknownOperation,
    NotImplemented,
    TooLarge,
    TooSlow,
    Malformed,
    MissingToken,
    IncompleteSignature,
    InvalidSignature,
    UnknownKey,
    ExpiredToken,
    AccessDenied,
    Throttling,
    Unavailable,
    Validation,
    Internal,
}

impl Stock {
    fn at(self, service: Service, message: String) -> Exception {
        let (code, status) = match service.protocol() {
            Protocol::RestJson | Protocol::Json { .. } => self.in_json(),
            Protocol::Query { .. } => self.in_xml(),
            Protocol::RestXml => self.of_s3(),
        };
        Exception::stated(code, status, message)
    }

    const fn in_json(self) -> (&'static str, u16) {
        match self {
            Self::UnknownOperation => ("UnknownOperationException", 404),
            Self::NotImplemented => ("NotImplementedException", 501),
            Self::TooLarge => ("RequestEntityTooLargeException", 413),
            Self::TooSlow => ("RequestTimeoutException", 408),
            Self::Malformed => ("MalformedHttpRequestException", 400),
            Self::MissingToken => ("MissingAuthenticationTokenException", 403),
            Self::IncompleteSignature => ("IncompleteSignatureException", 400),
            Self::InvalidSignature => ("InvalidSignatureException", 403),
            Self::UnknownKey => ("UnrecognizedClientException", 403),
            Self::ExpiredToken => ("ExpiredTokenException", 403),
            Self::AccessDenied => ("AccessDeniedException", 403),
            Self::Throttling => ("ThrottlingException", 400),
            Self::Unavailable => ("ServiceUnavailableException", 503),
            Self::Validation => ("ValidationException", 400),
            Self::Internal => ("InternalFailure", 500),
        }
    }

    /// Source: the list of error codes in the Amazon S3 API reference.
    const fn of_s3(self) -> (&'static str, u16) {
        match self {
            Self::UnknownOperation => ("NoSuchBucket", 404),
            Self::NotImplemented => ("NotImplemented", 501),
            Self::TooLarge => ("EntityTooLarge", 400),
            Self::TooSlow => ("RequestTimeout", 400),
            Self::Malformed | Self::Validation => ("InvalidRequest", 400),
            Self::IncompleteSignature => ("AuthorizationHeaderMalformed", 400),
            Self::InvalidSignature => ("SignatureDoesNotMatch", 403),
            Self::UnknownKey => ("InvalidAccessKeyId", 403),
            Self::ExpiredToken => ("ExpiredToken", 400),
            Self::MissingToken | Self::AccessDenied => ("AccessDenied", 403),
            Self::Throttling | Self::Unavailable => ("SlowDown", 503),
            Self::Internal => ("InternalError", 500),
        }
    }

    const fn in_xml(self) -> (&'static str, u16) {
        match self {
            Self::UnknownOperation | Self::NotImplemented => ("InvalidAction", 400),
            Self::TooLarge => ("RequestEntityTooLarge", 413),
            Self::TooSlow => ("RequestTimeout", 408),
            Self::Malformed => ("MalformedHttpRequest", 400),
            Self::MissingToken => ("MissingAuthenticationToken", 403),
            Self::IncompleteSignature => ("IncompleteSignature", 400),
            Self::InvalidSignature => ("SignatureDoesNotMatch", 403),
            Self::UnknownKey => ("InvalidClientTokenId", 403),
            Self::ExpiredToken => ("ExpiredToken", 403),
            Self::AccessDenied => ("AccessDenied", 403),
            Self::Throttling => ("Throttling", 400),
            Self::Unavailable => ("ServiceUnavailable", 503),
            Self::Validation => ("ValidationError", 400),
            Self::Internal => ("ServiceFailure", 500),
        }
    }
}

/// The service and operation of a failure, which decide what exceptions exist for it.
#[derive(Clone, Copy)]
struct Place {
    service: Service,
    operation: Option<&'static Description>,
}

impl Place {
    /// A declared exception; where the operation does not declare the one that fits, what every
    /// operation of the service may answer instead.
    fn declared(self, name: ExceptionName, message: String) -> Exception {
        if self.operation.is_none_or(|operation| operation.declares(name)) {
            return modelled(name, message);
        }
        match self.service.protocol() {
            // Every operation declares one of them.
            Protocol::RestJson => {
                let stands_in = self
                    .operation
                    .is_none_or(|operation| operation.declares(ExceptionName::InvalidRequest));
                let name = if stands_in {
                    ExceptionName::InvalidRequest
                } else {
                    ExceptionName::InvalidParameter
                };
                modelled(name, message)
            }
            Protocol::Query { .. } | Protocol::Json { .. } | Protocol::RestXml => {
                Stock::Validation.at(self.service, message)
            }
        }
    }

    /// Whether the operation declares an exception.
    fn declares(self, name: ExceptionName) -> bool {
        self.operation.is_some_and(|operation| operation.declares(name))
    }

    /// The exception of a resource that something refers to, with its type, if the exception has a word for that, and its
    /// ARN. Where an operation does not declare it, there is no more than the message.
    fn in_use(self, word: Option<&'static str>, id: &str, message: String) -> Exception {
        let exception = self.declared(ExceptionName::ResourceInUse, message);
        if exception.code != ExceptionName::ResourceInUse.as_str() {
            return exception;
        }
        let word = word.map(|word| ("ResourceType", word.to_owned()));
        Exception {
            details: word.into_iter().chain([("ResourceId", id.to_owned())]).collect(),
            ..exception
        }
    }

    /// What an operation declares where an instance has as many of something as it may.
    fn of_a_limit(self) -> ExceptionName {
        let declares = |name| self.declares(name);
        if declares(ExceptionName::ServiceQuotaExceeded) && !declares(ExceptionName::LimitExceeded) {
            ExceptionName::ServiceQuotaExceeded
        } else {
            ExceptionName::LimitExceeded
        }
    }

    /// What a service calls a request that breaks its description: `name` at Connect and Roster's own services.
    fn invalid(self, name: ExceptionName, message: String) -> Exception {
        match self.service.protocol() {
            Protocol::RestJson => self.declared(name, message),
            Protocol::Query { .. } | Protocol::Json { .. } | Protocol::RestXml => {
                Stock::Validation.at(self.service, message)
            }
        }
    }
}

fn modelled(name: ExceptionName, message: String) -> Exception {
    Exception::stated(name.as_str(), name.status(), message)
}

const fn signature(error: &SignatureError) -> Stock {
    match error {
        SignatureError::Missing => Stock::MissingToken,
        SignatureError::SignedTwice
        | SignatureError::AbsentParameters { .. }
        | SignatureError::RepeatedParameter { .. }
        | SignatureError::MalformedExpires { .. }
        | SignatureError::Incomplete(_)
        | SignatureError::NotAPair { .. }
        | SignatureError::MalformedDate { .. }
        | SignatureError::UnsupportedAlgorithm { .. }
        | SignatureError::MalformedCredential { .. }
        | SignatureError::TooManySignedHeaders { .. } => Stock::IncompleteSignature,
        SignatureError::MalformedScope { .. }
        | SignatureError::UnsignedHeader { .. }
        | SignatureError::AbsentHeader { .. }
        | SignatureError::Skew { .. }
        | SignatureError::Expired { .. }
        | SignatureError::BodyHashMismatch { .. }
        | SignatureError::Mismatch => Stock::InvalidSignature,
    }
}

/// All violations of one kind in one message; malformed requests first.
fn invalid(violations: &[Violation], place: Place) -> Exception {
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
    let first = violations
        .iter()
        .find(|violation| violation.fault.is_malformed() == malformed);
    match first.and_then(|violation| of_member(place.service, &violation.member)) {
        Some(name) => place.declared(name, message),
        None => place.invalid(name, message),
    }
}

/// The exception of CloudTrail's for a member; the other services have none of that kind.
fn of_member(service: Service, member: &str) -> Option<ExceptionName> {
    match service {
        Service::Connect | Service::S3 | Service::Roster | Service::Console | Service::Iam | Service::Sts => {
            None
        }
        Service::CloudTrail => match member.split(['.', '[']).next() {
            Some("LookupAttributes") => Some(ExceptionName::InvalidLookupAttributes),
            Some("StartTime" | "EndTime") => Some(ExceptionName::InvalidTimeRange),
            Some("MaxResults") => Some(ExceptionName::InvalidMaxResults),
            Some("NextToken") => Some(ExceptionName::InvalidNextToken),
            Some("EventCategory") => Some(ExceptionName::InvalidEventCategory),
            Some(_) | None => None,
        },
    }
}

fn refused(refusal: &Refusal, place: Place) -> Exception {
    let name = match refusal {
        Refusal::NotFound {
            kind: ResourceType::Trail,
            ..
        } => ExceptionName::TrailNotFound,
        Refusal::NotFound { .. }
        | Refusal::NoSuchMail
        | Refusal::NoSecondFactor
        | Refusal::Association(AssociationRefusal::NotFound { .. })
        | Refusal::PredefinedAttribute(PredefinedAttributeRefusal::NotFound(_))
        | Refusal::Takeover(TakeoverRefusal::NoSuchChange) => ExceptionName::ResourceNotFound,
        Refusal::Federation(FederationRefusal::UserNotFound(_)) => ExceptionName::UserNotFound,
        Refusal::Taken { .. } | Refusal::PredefinedAttribute(PredefinedAttributeRefusal::Taken) => {
            ExceptionName::DuplicateResource
        }
        Refusal::Association(AssociationRefusal::Taken { .. }) => ExceptionName::ResourceConflict,
        Refusal::InUse { kind, arn, .. } => {
            return place.in_use(kind.in_use_word(), arn, refusal.to_string());
        }
        // It has a name instead of an ARN.
        Refusal::PredefinedAttribute(PredefinedAttributeRefusal::InUse(name)) => {
            return place.in_use(None, name, refusal.to_string());
        }
        Refusal::QuotaReached { of, .. } => match of {
            Parent::Instance => place.of_a_limit(),
            Parent::Account | Parent::AccountRegion => ExceptionName::ServiceQuotaExceeded,
        },
        Refusal::TokenReused
        | Refusal::LinkUnusable
        | Refusal::Federation(FederationRefusal::NoUsersName(_) | FederationRefusal::NotSaml)
        | Refusal::Takeover(TakeoverRefusal::NoApprovalAwaited | TakeoverRefusal::OtherAddress) => {
            ExceptionName::InvalidRequest
        }
        Refusal::Rules(breaches) if breaches.iter().any(|breach| breach.fault.is_combination()) => {
            ExceptionName::InvalidRequest
        }
        Refusal::Denied(denied) => return Stock::AccessDenied.at(place.service, denied.to_string()),
        Refusal::Iam(refusal) => match iam(refusal) {
            Ok(name) => name,
            Err(stock) => return stock.at(place.service, refusal.to_string()),
        },
        Refusal::EndsBeforeStart => ExceptionName::InvalidTimeRange,
        Refusal::NotAToken => match place.service {
            Service::CloudTrail if place.declares(ExceptionName::InvalidToken) => ExceptionName::InvalidToken,
            Service::CloudTrail => ExceptionName::InvalidNextToken,
            Service::Connect
            | Service::S3
            | Service::Roster
            | Service::Console
            | Service::Iam
            | Service::Sts => ExceptionName::InvalidParameter,
        },
        Refusal::NotAReference { .. } | Refusal::NotTaggable(_) | Refusal::Rules(_) => {
            ExceptionName::InvalidParameter
        }
        // No request plans or applies yet.
        Refusal::Plan(_) => return place.invalid(ExceptionName::InvalidRequest, refusal.to_string()),
        Refusal::BuiltIn(_)
        | Refusal::Takeover(TakeoverRefusal::OwnChange)
        | Refusal::SignInFailed
        | Refusal::AddressNotAllowed
        | Refusal::SessionOver => {
            return Stock::AccessDenied.at(place.service, refusal.to_string());
        }
        Refusal::GivenUp => return internal(refusal.to_string(), place),
        Refusal::Store(error) => return failed(error, place),
    };
    place.declared(name, refusal.to_string())
}

/// What IAM's and STS's own refusals are; `Err` for what no operation declares.
const fn iam(refusal: &IamRefusal) -> Result<ExceptionName, Stock> {
    match refusal {
        IamRefusal::NoSuchEntity { .. }
        | IamRefusal::NotAttachable(_)
        | IamRefusal::NoSuchBoundary(_)
        | IamRefusal::Unbounded { .. } => Ok(ExceptionName::NoSuchEntity),
        IamRefusal::EntityAlreadyExists { .. } => Ok(ExceptionName::EntityAlreadyExists),
        IamRefusal::Quota { .. } | IamRefusal::PolicySize { .. } => Ok(ExceptionName::QuotaExceeded),
        IamRefusal::DeleteConflict(_) => Ok(ExceptionName::DeleteConflict),
        IamRefusal::MalformedPolicy(_) | IamRefusal::InvalidPrincipal(_) => {
            Ok(ExceptionName::MalformedPolicyDocument)
        }
        IamRefusal::NotAnArn(_)
        | IamRefusal::OfAws(_)
        | IamRefusal::DuplicateTagKeys
        | IamRefusal::ReservedTagKey(_)
        | IamRefusal::NotSimulated { .. }
        | IamRefusal::StatusExpired => Ok(ExceptionName::InvalidInput),
        IamRefusal::Unevaluated => Ok(ExceptionName::PolicyEvaluation),
        IamRefusal::PackedPolicy { .. } => Ok(ExceptionName::PackedPolicyTooLarge),
        IamRefusal::UserNameMissing
        | IamRefusal::NotAMarker
        | IamRefusal::TooLong(_)
        | IamRefusal::NotTransitive(_)
        | IamRefusal::InheritedTag(_)
        | IamRefusal::SourceIdentityIsSet => Err(Stock::Validation),
        IamRefusal::MayNotAssume { .. } | IamRefusal::RootMayNotAssume => Err(Stock::AccessDenied),
    }
}

/// It comes from in front of the services, so that no operation need declare it. Sources: the status in
/// Connect's API, and the common errors of the IAM and CloudTrail API references.
fn throttled(place: Place) -> Exception {
    let message = "Rate exceeded".to_owned();
    match place.service.protocol() {
        Protocol::RestJson => modelled(ExceptionName::Throttling, message),
        Protocol::Query { .. } | Protocol::Json { .. } | Protocol::RestXml => {
            Stock::Throttling.at(place.service, message)
        }
    }
}

/// Too much work waits. SDKs try again after a while, as with any 503 and any throttling.
fn overloaded(place: Place) -> Exception {
    let message = "The server is overloaded: nothing was changed; try again".to_owned();
    Exception {
        status: 503,
        ..Stock::Throttling.at(place.service, message)
    }
}

/// What the engine says is for the log; the caller learns what concerns them.
fn failed(error: &StoreError, place: Place) -> Exception {
    let message = match error {
        StoreError::Full => {
            "The directory's disk is full: nothing was changed; try again when there is space"
        }
        StoreError::Unflushed(_) => {
            "The directory's disk has failed: whether this was carried out shows after a restart; the server's log says why"
        }
        StoreError::Crashed(_) => {
            "The server has failed: whether this was carried out shows after a restart; the server's log says why"
        }
        StoreError::Overloaded => return overloaded(place),
        StoreError::Unknown => {
            "The database was lost at the last moment: whether the change was made is not known; look before trying again"
        }
        StoreError::Stopped => "The server is stopping: nothing was changed; try again",
        StoreError::Corrupt(_) | StoreError::Engine(_) => {
            "Storage failed: nothing was changed; the server's log says why"
        }
    };
    internal(message.to_owned(), place)
}

fn internal(message: String, place: Place) -> Exception {
    match place.service.protocol() {
        Protocol::RestJson => place.declared(ExceptionName::InternalService, message),
        Protocol::Query { .. } | Protocol::Json { .. } | Protocol::RestXml => {
            Stock::Internal.at(place.service, message)
        }
    }
}
