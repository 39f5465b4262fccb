//! Why a signature is refused, or could not be made.
//!
//! Variants carry data; [`Display`](fmt::Display) puts it into AWS's words, as clients have been shown them.
//! One thing is left out on purpose: AWS repeats the whole `Authorization` header in some texts, we do not.

use std::fmt;
use std::time::Duration;

use http::header::InvalidHeaderValue;

use crate::{ALGORITHM, LONGEST_LIFE, MAX_SIGNED_HEADERS, TERMINATOR, Timestamp};

/// Why a request is not accepted as signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignatureError {
    /// There is no signature.
    Missing,
    /// There is an `Authorization` header, and a signature in the query besides.
    SignedTwice,
    /// Parameters of a signature in the query are absent, or empty.
    AbsentParameters {
        /// Their names; never empty.
        names: Vec<&'static str>,
    },
    /// A parameter of a signature in the query stands there more than once.
    RepeatedParameter {
        /// Its name.
        name: &'static str,
    },
    /// `X-Amz-Expires` is no number of seconds within its bounds.
    MalformedExpires {
        /// What stands there.
        got: String,
    },
    /// Parts of the signature are absent.
    Incomplete(Absent),
    /// A piece of the `Authorization` header is not of the form `name=value`.
    NotAPair {
        /// The piece.
        piece: String,
    },
    /// The request time is not in ISO 8601 basic format.
    MalformedDate {
        /// What stands in `x-amz-date` or `date`, or in `X-Amz-Date`.
        got: String,
    },
    /// Another algorithm than `AWS4-HMAC-SHA256`.
    UnsupportedAlgorithm {
        /// The first word of the `Authorization` header, or `X-Amz-Algorithm`.
        algorithm: String,
    },
    /// The credential does not consist of key id, date, region, service and terminator.
    MalformedCredential {
        /// The credential.
        credential: String,
    },
    /// The credential is scoped to something else.
    MalformedScope {
        /// What is wrong with it; never empty.
        faults: Vec<ScopeFault>,
    },
    /// `SignedHeaders` names more than [`MAX_SIGNED_HEADERS`] headers.
    TooManySignedHeaders {
        /// How many it names.
        count: usize,
    },
    /// A header that must be signed is not.
    UnsignedHeader {
        /// Its name in lower case.
        name: String,
    },
    /// `SignedHeaders` names a header that was not sent.
    AbsentHeader {
        /// The name as given.
        name: String,
    },
    /// The request was signed too long ago, or too far in the future.
    Skew {
        /// When it was signed.
        signed: Timestamp,
        /// The server's time.
        now: Timestamp,
        /// How far apart the two may be.
        tolerance: Duration,
    },
    /// The life that a presigned request was given is over.
    Expired {
        /// When it was signed.
        signed: Timestamp,
        /// The server's time.
        now: Timestamp,
        /// For how long it was valid.
        life: Duration,
    },
    /// `x-amz-content-sha256` is not the hash of the body.
    BodyHashMismatch {
        /// What the header says; `UNSIGNED-PAYLOAD` and `STREAMING-…` end up here as well.
        declared: String,
    },
    /// The signature is not the one that the key gives.
    Mismatch,
}

/// Which parts of a signature are absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four independent facts, each with its own sentence"
)]
pub struct Absent {
    /// No `Credential` in the `Authorization` header, or an empty one.
    pub credential: bool,
    /// No `Signature` in the `Authorization` header, or an empty one.
    pub signature: bool,
    /// No `SignedHeaders` in the `Authorization` header.
    pub signed_headers: bool,
    /// Neither an `x-amz-date` nor a `date` header.
    pub date: bool,
}

/// One thing wrong with a credential scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScopeFault {
    /// Another region than the server's.
    Region {
        /// The region of the scope.
        got: String,
    },
    /// Another service than the server's.
    Service {
        /// The service of the server.
        expected: String,
    },
    /// Something else than `aws4_request` at the end.
    Terminator {
        /// What stands there.
        got: String,
    },
    /// Another day than that of the request time.
    Date {
        /// The date of the scope.
        got: String,
        /// When the request was signed.
        signed: Timestamp,
    },
}

impl std::error::Error for SignatureError {}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("Missing Authentication Token"),
            Self::SignedTwice => f.write_str(
                "The request has a signature in its query string and an Authorization header: send one of the two",
            ),
            Self::AbsentParameters { names } => {
                let sentence = |name: &&str| format!("AWS query-string parameters must include '{name}'.");
                write_sentences(f, names.iter().map(sentence))
            }
            Self::RepeatedParameter { name } => {
                write!(f, "The query-string parameter '{name}' must be sent once only")
            }
            Self::MalformedExpires { got } => write!(
                f,
                "X-Amz-Expires must be a whole number of seconds from 1 to {}. Got '{got}'.",
                LONGEST_LIFE.as_secs()
            ),
            Self::Incomplete(absent) => absent.fmt(f),
            Self::NotAPair { piece } => {
                write!(
                    f,
                    "'{piece}' not a valid key=value pair (missing equal-sign) in Authorization header."
                )
            }
            Self::MalformedDate { got } => write!(
                f,
                "Date must be in ISO-8601 'basic format'. Got '{got}'. \
                 See http://en.wikipedia.org/wiki/ISO_8601"
            ),
            Self::UnsupportedAlgorithm { algorithm } => {
                write!(
                    f,
                    "Unsupported AWS 'algorithm': '{algorithm}' (only {ALGORITHM} for now)."
                )
            }
            Self::MalformedCredential { credential } => write!(
                f,
                "Credential must have exactly 5 slash-delimited elements, \
                 e.g. keyid/date/region/service/term, got '{credential}'"
            ),
            Self::MalformedScope { faults } => write_sentences(f, faults),
            Self::TooManySignedHeaders { count } => {
                write!(
                    f,
                    "SignedHeaders names {count} headers, more than the {MAX_SIGNED_HEADERS} accepted."
                )
            }
            Self::UnsignedHeader { name } if name == "host" => {
                f.write_str("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
            }
            Self::UnsignedHeader { name } => {
                write!(f, "'{name}' must be a 'SignedHeader' in the AWS Authorization.")
            }
            Self::AbsentHeader { name } => {
                write!(
                    f,
                    "'{name}' is named as a SignedHeader, but it does not exist in the HTTP request."
                )
            }
            Self::Skew {
                signed,
                now,
                tolerance,
            } => write_skew(f, *signed, *now, *tolerance),
            Self::Expired { signed, now, life } => write!(
                f,
                "Signature expired: {end} ({signed} + {} sec.) is earlier than {now}: presign the request again",
                life.as_secs(),
                end = signed.plus(*life)
            ),
            Self::BodyHashMismatch { .. } => {
                f.write_str("The provided 'x-amz-content-sha256' header does not match what was computed.")
            }
            Self::Mismatch => f.write_str(
                "The request signature we calculated does not match the signature you provided. \
                 Check your AWS Secret Access Key and signing method. \
                 Consult the service documentation for details.",
            ),
        }
    }
}

impl fmt::Display for Absent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sentences = [
            (
                self.credential,
                "Authorization header requires 'Credential' parameter.",
            ),
            (
                self.signature,
                "Authorization header requires 'Signature' parameter.",
            ),
            (
                self.signed_headers,
                "Authorization header requires 'SignedHeaders' parameter.",
            ),
            (
                self.date,
                "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
            ),
        ];
        write_sentences(
            f,
            sentences
                .iter()
                .filter(|(absent, _)| *absent)
                .map(|(_, sentence)| sentence),
        )
    }
}

impl fmt::Display for ScopeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Region { got } => write!(f, "Credential should be scoped to a valid region, not '{got}'."),
            Self::Service { expected } => {
                write!(f, "Credential should be scoped to correct service: '{expected}'.")
            }
            Self::Terminator { got } => {
                write!(
                    f,
                    "Credential should be scoped with a valid terminator: '{TERMINATOR}', not '{got}'."
                )
            }
            Self::Date { got, signed } => write!(
                f,
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: \
                 '{got}' != '{day}', from '{signed}'.",
                day = &signed.to_string()[..8]
            ),
        }
    }
}

fn write_sentences<S: fmt::Display>(
    f: &mut fmt::Formatter<'_>,
    sentences: impl IntoIterator<Item = S>,
) -> fmt::Result {
    for (index, sentence) in sentences.into_iter().enumerate() {
        let space = if index == 0 { "" } else { " " };
        write!(f, "{space}{sentence}")?;
    }
    Ok(())
}

fn write_skew(
    f: &mut fmt::Formatter<'_>,
    signed: Timestamp,
    now: Timestamp,
    tolerance: Duration,
) -> fmt::Result {
    let width = match tolerance.as_secs() {
        seconds if seconds % 60 == 0 => format!("{} min", seconds / 60),
        seconds => format!("{seconds} sec"),
    };
    if signed < now {
        let limit = now.minus(tolerance);
        write!(
            f,
            "Signature expired: {signed} is now earlier than {limit} ({now} - {width}.)"
        )
    } else {
        let limit = now.plus(tolerance);
        write!(
            f,
            "Signature not yet current: {signed} is still later than {limit} ({now} + {width}.)"
        )
    }
}

/// Why a request cannot be signed.
#[derive(Debug)]
pub enum SigningError {
    /// There is no `host` header to sign.
    NoHost,
    /// The key id, the session token, the region or the service cannot stand in a header.
    InvalidValue(InvalidHeaderValue),
}

impl From<InvalidHeaderValue> for SigningError {
    fn from(error: InvalidHeaderValue) -> Self {
        Self::InvalidValue(error)
    }
}

impl fmt::Display for SigningError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoHost => f.write_str("a request needs a host header before it can be signed"),
            Self::InvalidValue(_) => f.write_str("the credentials or their scope cannot stand in a header"),
        }
    }
}

impl std::error::Error for SigningError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NoHost => None,
            Self::InvalidValue(error) => Some(error),
        }
    }
}
