//! Heads that two readers may read in two ways, or with a malformed id of a run, are refused before anything else reads them.
//! Sources: RFC 9112, sections 3.2 and 6.1; RFC 9110, section 8.4.

use std::fmt;

use http::Version;
use http::header::{AUTHORIZATION, CONTENT_ENCODING, DATE, HOST, HeaderName, HeaderValue, TRANSFER_ENCODING};
use http::request::Parts;

/// The headers that may be given once only, as one value of them decides.
const SINGLE: [HeaderName; 8] = [
    HOST,
    AUTHORIZATION,
    DATE,
    HeaderName::from_static("x-amz-content-sha256"),
    HeaderName::from_static("x-amz-date"),
    HeaderName::from_static("x-amz-security-token"),
    HeaderName::from_static("x-amz-target"),
    RUN_ID,
];

/// The header that names the run of a client to which a request belongs.
pub(crate) const RUN_ID: HeaderName = HeaderName::from_static("x-roster-run-id");

/// The longest id of a run, in characters.
const RUN_ID_CHARACTERS: usize = 64;

/// What makes a head ambiguous.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ambiguity {
    /// A header stands there more than once.
    Repeated(HeaderName),
    /// There is no `Host`.
    NoHost,
    /// The target names another host than `Host`.
    OtherHost,
    /// The body is coded for transfer in another way than in chunks, or in more than one.
    TransferEncoding,
    /// The body is compressed, or coded in some other way.
    ContentEncoding,
    /// The id of the run is malformed.
    RunId,
}

impl fmt::Display for Ambiguity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Repeated(name) => write!(formatter, "The header {name} must be sent once only"),
            Self::NoHost => formatter.write_str("The header host is required"),
            Self::OtherHost => formatter.write_str(
                "The request target names another host than the header host: they must be the same",
            ),
            Self::TransferEncoding => {
                formatter.write_str("The header transfer-encoding may only be chunked, once")
            }
            Self::ContentEncoding => formatter
                .write_str("The header content-encoding may only be identity: send the body as it is"),
            Self::RunId => write!(
                formatter,
                "The header {RUN_ID} may have 1 to {RUN_ID_CHARACTERS} letters, digits, dots, underscores and hyphens"
            ),
        }
    }
}

/// The id of a run that a header has; none if it is malformed.
pub(crate) fn run_id(value: &HeaderValue) -> Option<&str> {
    let id = value.to_str().ok()?;
    let is_of_id = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    let is_id = (1..=RUN_ID_CHARACTERS).contains(&id.len()) && id.bytes().all(is_of_id);
    is_id.then_some(id)
}

/// Checks that a head can be read in one way only.
pub(crate) fn check(head: &Parts, has_body: bool) -> Result<(), Ambiguity> {
    let headers = &head.headers;
    // Nearly always every header stands there once.
    if headers.len() != headers.keys_len() {
        let is_repeated = |name: &&HeaderName| headers.get_all(*name).iter().nth(1).is_some();
        if let Some(name) = SINGLE.iter().find(is_repeated) {
            return Err(Ambiguity::Repeated(name.clone()));
        }
    }
    let host = headers.get(HOST).map(HeaderValue::as_bytes);
    match (host, head.uri.authority()) {
        (None, _) if head.version == Version::HTTP_11 => return Err(Ambiguity::NoHost),
        (Some(host), Some(authority)) if !host.eq_ignore_ascii_case(authority.as_str().as_bytes()) => {
            return Err(Ambiguity::OtherHost);
        }
        _ => {}
    }
    if headers.get(RUN_ID).is_some_and(|value| run_id(value).is_none()) {
        return Err(Ambiguity::RunId);
    }
    if has_body {
        let is_only = |name, expected: &[u8]| {
            let mut values = headers.get_all(name).iter();
            values.next().is_none_or(|value| {
                value.as_bytes().trim_ascii().eq_ignore_ascii_case(expected) && values.next().is_none()
            })
        };
        if !is_only(TRANSFER_ENCODING, b"chunked") {
            return Err(Ambiguity::TransferEncoding);
        }
        if !is_only(CONTENT_ENCODING, b"identity") {
            return Err(Ambiguity::ContentEncoding);
        }
    }
    Ok(())
}
