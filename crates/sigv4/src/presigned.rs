//! Reading a signature in the query of a request, which is then called presigned.
//!
//! Source: IAM User Guide, "Create a signed AWS API request", on query parameters.

use std::fmt;
use std::time::Duration;

use http::HeaderMap;
use http::header::AUTHORIZATION;

use crate::authorization::{Place, parse_credential, parse_signed_headers};
use crate::query::{decode, pairs};
use crate::{ALGORITHM, Authorization, LONGEST_LIFE, SignatureError, Timestamp};

pub(crate) const ALGORITHM_NAME: &str = "X-Amz-Algorithm";
pub(crate) const CREDENTIAL: &str = "X-Amz-Credential";
pub(crate) const DATE: &str = "X-Amz-Date";
pub(crate) const EXPIRES: &str = "X-Amz-Expires";
pub(crate) const SIGNED_HEADERS: &str = "X-Amz-SignedHeaders";
pub(crate) const SIGNATURE: &str = "X-Amz-Signature";
pub(crate) const SECURITY_TOKEN: &str = "X-Amz-Security-Token";

/// The parameters of a signature in a query, without their encoding. Nothing of it is judged yet.
#[derive(Clone, Default)]
pub struct PresignedQuery {
    algorithm: Option<String>,
    credential: Option<String>,
    date: Option<String>,
    expires: Option<String>,
    signed_headers: Option<String>,
    signature: Option<String>,
    session_token: Option<String>,
    repeated: Option<&'static str>,
}

impl PresignedQuery {
    /// Reads a query as sent; none if it has neither signature nor credential nor algorithm.
    pub fn read(query: &str) -> Option<Self> {
        let mut read = Self::default();
        for (name, value) in pairs(query) {
            let Some((name, place)) = read.place(&decode(name.as_bytes())) else {
                continue;
            };
            if place.is_none() {
                *place = Some(text(value));
            } else {
                read.repeated.get_or_insert(name);
            }
        }
        let is_signature = read.signature.is_some() || read.credential.is_some() || read.algorithm.is_some();
        is_signature.then_some(read)
    }

    /// The session token, which is a secret.
    pub fn session_token(&self) -> Option<&str> {
        self.session_token.as_deref()
    }

    fn place(&mut self, name: &[u8]) -> Option<(&'static str, &mut Option<String>)> {
        let places = [
            (ALGORITHM_NAME, &mut self.algorithm),
            (CREDENTIAL, &mut self.credential),
            (DATE, &mut self.date),
            (EXPIRES, &mut self.expires),
            (SIGNED_HEADERS, &mut self.signed_headers),
            (SIGNATURE, &mut self.signature),
            (SECURITY_TOKEN, &mut self.session_token),
        ];
        places.into_iter().find(|(known, _)| known.as_bytes() == name)
    }

    /// The names of required parameters that are absent or empty.
    fn absent(&self) -> Vec<&'static str> {
        let required = [
            (ALGORITHM_NAME, &self.algorithm),
            (CREDENTIAL, &self.credential),
            (SIGNATURE, &self.signature),
            (SIGNED_HEADERS, &self.signed_headers),
            (DATE, &self.date),
        ];
        let absent = required
            .into_iter()
            .filter(|(_, value)| required_text(value.as_ref()).is_empty());
        absent.map(|(name, _)| name).collect()
    }
}

/// Keeps signature and token to itself.
impl fmt::Debug for PresignedQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PresignedQuery").finish_non_exhaustive()
    }
}

impl<'a> Authorization<'a> {
    /// Reads a signature in a query; `headers` are those of the same request.
    ///
    /// Without `X-Amz-Expires`, which not every SDK sends, a presigned request is valid as long as one that is signed in a header.
    ///
    /// # Errors
    /// In this order: [`SignatureError::SignedTwice`], `RepeatedParameter`, `AbsentParameters`, `MalformedDate`,
    /// `UnsupportedAlgorithm`, `MalformedExpires`, `MalformedCredential`, `MalformedScope`, `TooManySignedHeaders`.
    pub fn parse_presigned(query: &'a PresignedQuery, headers: &HeaderMap) -> Result<Self, SignatureError> {
        if headers.contains_key(AUTHORIZATION) {
            return Err(SignatureError::SignedTwice);
        }
        if let Some(name) = query.repeated {
            return Err(SignatureError::RepeatedParameter { name });
        }
        let names = query.absent();
        if !names.is_empty() {
            return Err(SignatureError::AbsentParameters { names });
        }
        let time_text = required_text(query.date.as_ref());
        let time = Timestamp::parse(time_text).ok_or_else(|| SignatureError::MalformedDate {
            got: time_text.to_owned(),
        })?;
        let algorithm = required_text(query.algorithm.as_ref());
        if algorithm != ALGORITHM {
            return Err(SignatureError::UnsupportedAlgorithm {
                algorithm: algorithm.to_owned(),
            });
        }
        let life = query.expires.as_deref().map(parse_life).transpose()?;
        let (access_key_id, scope) =
            parse_credential(required_text(query.credential.as_ref()), time, time_text)?;
        let signed_headers = parse_signed_headers(required_text(query.signed_headers.as_ref()))?;
        Ok(Self {
            access_key_id,
            scope,
            time,
            time_text,
            signed_headers,
            signature: required_text(query.signature.as_ref()),
            place: Place::Query {
                life,
                has_token: query.session_token.is_some(),
            },
        })
    }
}

fn required_text(value: Option<&String>) -> &str {
    value.map(String::as_str).unwrap_or_default()
}

fn parse_life(text: &str) -> Result<Duration, SignatureError> {
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let seconds: Option<u64> = text.parse().ok().filter(|_| is_digits);
    let life = seconds.map(Duration::from_secs);
    life.filter(|life| !life.is_zero() && *life <= LONGEST_LIFE)
        .ok_or_else(|| SignatureError::MalformedExpires { got: text.to_owned() })
}

/// A value without its encoding. One that is not plain ASCII then reads as empty, which no part of a signature may be; an empty
/// token is that of no session.
fn text(value: &str) -> String {
    let decoded = decode(value.as_bytes());
    if decoded.is_ascii() {
        String::from_utf8_lossy(&decoded).into_owned()
    } else {
        String::new()
    }
}
