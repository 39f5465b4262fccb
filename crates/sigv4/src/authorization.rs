//! Reading what a request says about its own signature: the `Authorization` header and the request time. A signature in the
//! query is read in `presigned.rs`.

use std::time::Duration;

use http::HeaderMap;
use http::header::{AUTHORIZATION, DATE, HeaderValue};
use memchr::memchr3_iter;

use crate::request::X_AMZ_DATE;
use crate::{ALGORITHM, Absent, Scope, ScopeFault, SignatureError, TERMINATOR, Timestamp};

/// How many headers a request may sign. SDKs sign fewer than ten.
pub const MAX_SIGNED_HEADERS: usize = 100;

/// The access key that a request claims to be signed with, and for what, when and how. Nothing is proven
/// before [`verify`](crate::verify).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authorization<'a> {
    /// Whose key it is.
    pub access_key_id: &'a str,
    /// What the key was narrowed to.
    pub scope: Scope<'a>,
    /// When the request was signed.
    pub time: Timestamp,
    /// The same as it stands in the request.
    pub(crate) time_text: &'a str,
    /// In ascending order, each once; AWS signs them so whatever their order in the header.
    pub(crate) signed_headers: Vec<&'a str>,
    pub(crate) signature: &'a str,
    pub(crate) place: Place,
}

/// Where a signature stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// In the `Authorization` header.
    Header,
    /// In the query.
    Query {
        /// For how long the request is valid after its time; if it does not say so, for as long as one with a header.
        life: Option<Duration>,
        /// Whether a session token stands there too.
        has_token: bool,
    },
}

impl<'a> Authorization<'a> {
    /// Reads the `authorization` header and `x-amz-date`, or else `date`.
    ///
    /// # Errors
    /// In this order: [`SignatureError::Missing`], `NotAPair`, `Incomplete`, `MalformedDate`,
    /// `UnsupportedAlgorithm`, `MalformedCredential`, `MalformedScope`, `TooManySignedHeaders`.
    ///
    /// Source: IAM User Guide, "Create a signed AWS API request", step 5. The order and the texts are those
    /// that users of API Gateway and `DynamoDB` have reported.
    pub fn parse(headers: &'a HeaderMap) -> Result<Self, SignatureError> {
        let header = text(headers.get(AUTHORIZATION).ok_or(SignatureError::Missing)?);
        let (algorithm, parameters) = header.split_once([' ', '\t']).unwrap_or((header, ""));
        let found = Parameters::parse(parameters)?;
        let time_text = headers.get(X_AMZ_DATE).or_else(|| headers.get(DATE)).map(text);
        let (Some(credential), Some(signature), Some(signed_headers), Some(time_text)) =
            (found.credential, found.signature, found.signed_headers, time_text)
        else {
            return Err(SignatureError::Incomplete(found.absent(time_text)));
        };
        let time = Timestamp::parse(time_text).ok_or_else(|| SignatureError::MalformedDate {
            got: time_text.to_owned(),
        })?;
        if algorithm != ALGORITHM {
            return Err(SignatureError::UnsupportedAlgorithm {
                algorithm: algorithm.to_owned(),
            });
        }
        let (access_key_id, scope) = parse_credential(credential, time, time_text)?;
        let signed_headers = parse_signed_headers(signed_headers)?;
        Ok(Self {
            access_key_id,
            scope,
            time,
            time_text,
            signed_headers,
            signature,
            place: Place::Header,
        })
    }
}

/// A header that is not plain ASCII reads as empty, and is then found incomplete or malformed.
fn text(value: &HeaderValue) -> &str {
    let bytes = value.as_bytes();
    if bytes.is_ascii() {
        std::str::from_utf8(bytes).unwrap_or_default()
    } else {
        ""
    }
}

#[derive(Clone, Copy, Default)]
struct Parameters<'a> {
    credential: Option<&'a str>,
    signature: Option<&'a str>,
    signed_headers: Option<&'a str>,
}

impl<'a> Parameters<'a> {
    /// Splits at commas and at blanks, as AWS does; a parameter given twice counts as given last.
    fn parse(text: &'a str) -> Result<Self, SignatureError> {
        let mut parameters = Self::default();
        for piece in pieces(text).filter(|piece| !piece.is_empty()) {
            let (name, value) = piece.split_once('=').ok_or_else(|| SignatureError::NotAPair {
                piece: piece.to_owned(),
            })?;
            match name {
                "Credential" => parameters.credential = (!value.is_empty()).then_some(value),
                "Signature" => parameters.signature = (!value.is_empty()).then_some(value),
                "SignedHeaders" => parameters.signed_headers = Some(value),
                _ => {}
            }
        }
        Ok(parameters)
    }

    fn absent(&self, time: Option<&str>) -> Absent {
        Absent {
            credential: self.credential.is_none(),
            signature: self.signature.is_none(),
            signed_headers: self.signed_headers.is_none(),
            date: time.is_none(),
        }
    }
}

fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let ends = memchr3_iter(b',', b' ', b'\t', text.as_bytes()).chain([text.len()]);
    let mut start = 0;
    ends.map(move |end| {
        let piece = &text[start..end];
        start = end + 1;
        piece
    })
}

pub(crate) fn parse_credential<'a>(
    credential: &'a str,
    time: Timestamp,
    time_text: &str,
) -> Result<(&'a str, Scope<'a>), SignatureError> {
    let mut elements = credential.split('/');
    let mut next = || elements.next();
    let (Some(access_key_id), Some(date), Some(region), Some(service), Some(terminator), None) =
        (next(), next(), next(), next(), next(), next())
    else {
        return Err(SignatureError::MalformedCredential {
            credential: credential.to_owned(),
        });
    };
    let mut faults = Vec::new();
    if terminator != TERMINATOR {
        faults.push(ScopeFault::Terminator {
            got: terminator.to_owned(),
        });
    }
    if time_text.get(..8) != Some(date) {
        faults.push(ScopeFault::Date {
            got: date.to_owned(),
            signed: time,
        });
    }
    if faults.is_empty() {
        let scope = Scope {
            date,
            region,
            service,
        };
        Ok((access_key_id, scope))
    } else {
        Err(SignatureError::MalformedScope { faults })
    }
}

pub(crate) fn parse_signed_headers(names: &str) -> Result<Vec<&str>, SignatureError> {
    let mut names: Vec<_> = names.split(';').collect();
    if names.len() > MAX_SIGNED_HEADERS {
        return Err(SignatureError::TooManySignedHeaders { count: names.len() });
    }
    names.sort_unstable();
    names.dedup();
    Ok(names)
}
