//! Why a call cannot be made, or does not succeed. The variants carry facts; the sentences here are for
//! logs and for callers without sentences of their own.

use std::io;
use std::path::PathBuf;

use roster_sigv4::SigningError;
use serde_json::{Map, Value};
use thiserror::Error;

use crate::exception_codes;
use crate::validation::InvalidParameter;

/// Why a call has no result.
#[derive(Debug, Error)]
pub enum Error {
    /// The configuration is incomplete or wrong.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// There are no credentials.
    #[error(transparent)]
    Credentials(#[from] CredentialsError),
    /// The parameters do not fit the description of the operation. Nothing was sent.
    #[error("{} invalid parameters", .0.len())]
    InvalidParameters(Vec<InvalidParameter>),
    /// A member that travels in a header has a character that no header can have.
    #[error("{0} has a character that no header can have")]
    HeaderValue(String),
    /// The request cannot be signed.
    #[error("the request cannot be signed: {0}")]
    Signing(SigningError),
    /// There was no response.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// The service refused the request.
    #[error(transparent)]
    Service(Box<ServiceError>),
    /// A response of success has a body that is no JSON object.
    #[error("the response cannot be read: {0}")]
    UnreadableResponse(String),
    /// A service gave the same token for two pages in a row, so that a list would never end.
    #[error("the same next token was received twice: {0}")]
    RepeatedToken(Value),
}

/// What is missing or wrong in the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ConfigError {
    /// A shared file is not in the INI format.
    #[error("{} is malformed", .path.display())]
    MalformedFile {
        /// The file.
        path: PathBuf,
    },
    /// The profile that an option or a variable names is in neither shared file.
    #[error("there is no profile {profile}")]
    UnknownProfile {
        /// Its name.
        profile: String,
    },
    /// The section of settings for single services that the profile names does not exist.
    #[error("there is no section of services {name}")]
    UnknownServices {
        /// Its name.
        name: String,
    },
    /// No Region is given.
    #[error("no Region is given")]
    NoRegion,
    /// No endpoint is given, and AWS has none.
    #[error("no endpoint is given")]
    NoEndpoint,
    /// The Region cannot be part of a host name.
    #[error("{region} is no Region")]
    InvalidRegion {
        /// As given.
        region: String,
    },
    /// The endpoint is no `http` or `https` URL with a host.
    #[error("{address} is no endpoint")]
    InvalidEndpoint {
        /// As given.
        address: String,
    },
    /// The retry mode is neither `standard` nor `adaptive`.
    #[error("{mode} is no retry mode")]
    InvalidRetryMode {
        /// As given.
        mode: String,
    },
    /// The number of attempts is no integer.
    #[error("the number of attempts is no integer: {text}")]
    AttemptsNotAnInteger {
        /// As given.
        text: String,
    },
    /// The number of attempts is less than one or does not fit 32 bits.
    #[error("the number of attempts is out of range: {attempts}")]
    AttemptsOutOfRange {
        /// As given.
        attempts: i64,
    },
    /// The file of trusted certificates cannot be read, or contains none.
    #[error("there are no certificates in {path}")]
    InvalidCaBundle {
        /// The file.
        path: String,
    },
    /// The address of the proxy cannot be parsed.
    #[error("{address} is no proxy")]
    InvalidProxy {
        /// As given.
        address: String,
    },
}

/// Why there are no credentials.
#[derive(Debug, Error)]
pub enum CredentialsError {
    /// No source has any.
    #[error("there are no credentials")]
    NotFound,
    /// An access key comes without its secret.
    #[error("the access key of {source_name} has no {missing}")]
    Partial {
        /// botocore's name of the source: `env` or `shared-credentials-file`.
        source_name: &'static str,
        /// The variable or setting that is missing.
        missing: &'static str,
    },
    /// The role of the profile can only be assumed with an MFA code, and there is no terminal to ask for it.
    #[error("the role of profile {profile} needs an MFA code, and there is no terminal to ask for it")]
    NeedsMfaCode {
        /// The profile.
        profile: String,
    },
    /// The profile with whose credentials a role is assumed is not there.
    #[error("the source_profile {source_profile} of profile {profile} is not there")]
    UnknownSourceProfile {
        /// The profile with the role.
        profile: String,
        /// The profile that it names.
        source_profile: String,
    },
    /// A profile leads to itself by its source profiles.
    #[error("the profile {profile} is its own source_profile, by {}", .visited.join(", "))]
    RoleOfItself {
        /// The profile that comes twice.
        profile: String,
        /// The profiles that lead to it.
        visited: Vec<String>,
    },
    /// The role was not assumed.
    #[error("the role cannot be assumed: {0}")]
    NotAssumed(#[source] Box<Error>),
    /// The credential provider that the configuration names gave none.
    #[error("{reason}")]
    ProviderFailed {
        /// What the provider says, with its causes.
        reason: String,
        /// The sign-in that may mend it.
        sign_in: Option<SignIn>,
    },
    /// The runtime for asking credential providers cannot be started.
    #[error("the runtime for credential providers does not start: {0}")]
    Runtime(#[source] io::Error),
    /// The profile needs a credential provider, and this build has none.
    #[error("profile {profile} needs a credential provider, and this build has none")]
    NoProviders {
        /// The profile.
        profile: String,
    },
}

/// A way in which people start a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignIn {
    /// Single sign-on.
    Sso,
    /// The sign-in of the AWS console.
    Console,
}

/// Why a request has no response.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{kind:?} {url}: {reason}")]
pub struct TransportError {
    /// What happened.
    pub kind: TransportErrorKind,
    /// Where the request was sent to.
    pub url: String,
    /// The cause, as the HTTP library or the system words it.
    pub reason: String,
}

/// What happened to a request without a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportErrorKind {
    /// No connection within the time limit.
    ConnectTimeout,
    /// No response within the time limit.
    ReadTimeout,
    /// TLS could not be set up: the certificate is not trusted, for instance.
    Tls,
    /// The connection ended before the response.
    ConnectionClosed,
    /// The proxy refused the connection.
    ProxyConnectionFailed,
    /// No connection.
    Unreachable,
}

impl TransportError {
    /// Whether a time limit ended the attempt.
    pub fn is_timeout(&self) -> bool {
        match self.kind {
            TransportErrorKind::ConnectTimeout | TransportErrorKind::ReadTimeout => true,
            TransportErrorKind::Tls
            | TransportErrorKind::ConnectionClosed
            | TransportErrorKind::ProxyConnectionFailed
            | TransportErrorKind::Unreachable => false,
        }
    }
}

/// An exception of the service.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{operation}: {code}: {message}")]
pub struct ServiceError {
    /// The operation that was called.
    pub operation: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// The name of the exception, or the HTTP status where there is none.
    pub code: String,
    /// The message of the service.
    pub message: String,
    /// The other members of the exception that the description of the operation knows.
    pub details: Map<String, Value>,
    /// How many attempts were made.
    pub attempts: u32,
    /// Whether that was the limit of the configuration.
    pub is_attempt_limit: bool,
}

impl ServiceError {
    /// Whether the service asks for fewer requests. It did nothing.
    pub fn is_throttling(&self) -> bool {
        self.status == 429 || exception_codes::is_throttling(&self.code)
    }

    /// Whether the key is expired or unknown, or the signature is wrong, so that every other call fails, too.
    pub fn is_about_credentials(&self) -> bool {
        exception_codes::is_about_credentials(&self.code)
    }
}
