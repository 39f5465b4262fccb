//! The server's side: is this request what the owner of the key signed, and signed just now?

use std::time::{Duration, SystemTime};

use http::header::{HOST, HeaderMap, HeaderName};

use crate::authorization::Place;
use crate::canonical::{CanonicalPath, canonical_request};
use crate::encoding::{Hex, decode_hex};
use crate::key::{sha256_hex, string_to_sign};
use crate::path::normalize;
use crate::presigned::{SECURITY_TOKEN, SIGNATURE};
use crate::request::{X_AMZ_CONTENT_SHA256, X_AMZ_SECURITY_TOKEN};
use crate::{Authorization, SignatureError, SignedRequest, SigningKey, Timestamp};

/// The service whose paths are signed as they are sent, and whose bodies need not be signed. Source: Amazon S3 API
/// reference, "Signature calculations for the Authorization header".
const S3: &str = "s3";

/// What stands for the hash of a body that is not signed.
const UNSIGNED_PAYLOAD: &[u8] = b"UNSIGNED-PAYLOAD";

/// How far the clocks of client and server may differ at AWS: five minutes, either way.
pub const DEFAULT_TOLERANCE: Duration = Duration::from_mins(5);

/// Checks that a request is signed with `key`, at most `tolerance` before or after `now`, or, if it is presigned, for as long
/// as it says.
///
/// `authorization` is what [`Authorization::parse`] or [`Authorization::parse_presigned`] read from the same request; `key` is derived from the
/// secret of its access key id and from its scope. Whether the scope fits the server is asked with
/// [`Scope::require`](crate::Scope).
///
/// # Errors
/// In this order: [`SignatureError::Skew`], `Expired`, `UnsignedHeader`, `AbsentHeader`, `BodyHashMismatch`, `Mismatch`.
///
/// Source: IAM User Guide, "Create a signed AWS API request" and "Troubleshoot Signature Version 4 signing".
pub fn verify(
    request: &SignedRequest<'_>,
    authorization: &Authorization<'_>,
    key: &SigningKey,
    now: SystemTime,
    tolerance: Duration,
) -> Result<(), SignatureError> {
    check_head(request.headers, authorization, now, tolerance)?;
    check_signature(request, authorization, key)
}

/// An authorization that is current and covers all that it must, judging by the head of its request. Its
/// signature is not checked yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Current<'a>(Authorization<'a>);

impl<'a> Authorization<'a> {
    /// Checks all that needs neither key nor body.
    ///
    /// # Errors
    /// In this order: [`SignatureError::Skew`], `Expired`, `UnsignedHeader`, `AbsentHeader`.
    pub fn current(
        self,
        headers: &HeaderMap,
        now: SystemTime,
        tolerance: Duration,
    ) -> Result<Current<'a>, SignatureError> {
        check_head(headers, &self, now, tolerance)?;
        Ok(Current(self))
    }
}

impl<'a> Current<'a> {
    /// What the request says of its signature.
    pub const fn authorization(&self) -> &Authorization<'a> {
        &self.0
    }

    /// Checks the rest: that the request, whose headers are those that were checked, is signed with `key`.
    ///
    /// # Errors
    /// [`SignatureError::BodyHashMismatch`] or `Mismatch`.
    pub fn verify(&self, request: &SignedRequest<'_>, key: &SigningKey) -> Result<(), SignatureError> {
        check_signature(request, &self.0, key)
    }
}

fn check_head(
    headers: &HeaderMap,
    authorization: &Authorization<'_>,
    now: SystemTime,
    tolerance: Duration,
) -> Result<(), SignatureError> {
    check_time(authorization, now.into(), tolerance)?;
    check_coverage(headers, authorization)
}

fn check_signature(
    request: &SignedRequest<'_>,
    authorization: &Authorization<'_>,
    key: &SigningKey,
) -> Result<(), SignatureError> {
    let body_hash = sha256_hex(request.body);
    let is_s3 = authorization.scope.service == S3;
    let is_unsigned_payload = is_s3 && declares_unsigned_payload(request.headers);
    if !is_unsigned_payload {
        check_declared_hash(request.headers, &body_hash)?;
    }
    let signed_hash = if is_unsigned_payload {
        UNSIGNED_PAYLOAD
    } else {
        body_hash.as_bytes()
    };

    let signature = decode_hex(authorization.signature).ok_or(SignatureError::Mismatch)?;
    let is_signed = |path: CanonicalPath<'_>, unsigned_parameters: &[&str]| {
        let names = &authorization.signed_headers;
        let canonical = canonical_request(request, path, unsigned_parameters, names, signed_hash);
        let string = string_to_sign(authorization.time_text, &authorization.scope, &canonical);
        key.accepts(&string, &signature)
    };
    // AWS normalises, as do botocore and the SDKs for Rust, Java and JavaScript. Go's signs what it sends.
    let normalized = normalize(request.path);
    let is_signed_as = |path: CanonicalPath<'_>| {
        let mut ways = unsigned_parameters(authorization.place).iter();
        ways.any(|unsigned_parameters| is_signed(path, unsigned_parameters))
    };
    let is_genuine = if is_s3 {
        is_signed_as(CanonicalPath::AsSent(request.path))
    } else {
        is_signed_as(CanonicalPath::Encoded(&normalized))
            || (normalized != request.path && is_signed_as(CanonicalPath::Encoded(request.path)))
    };
    if is_genuine {
        Ok(())
    } else {
        Err(SignatureError::Mismatch)
    }
}

/// The parameters of the query that may be unsigned together. A session token may be added after signing, as in a header.
const fn unsigned_parameters(place: Place) -> &'static [&'static [&'static str]] {
    match place {
        Place::Header => &[&[]],
        Place::Query { has_token: false, .. } => &[&[SIGNATURE]],
        Place::Query { has_token: true, .. } => &[&[SIGNATURE], &[SIGNATURE, SECURITY_TOKEN]],
    }
}

fn check_time(
    authorization: &Authorization<'_>,
    now: Timestamp,
    tolerance: Duration,
) -> Result<(), SignatureError> {
    let signed = authorization.time;
    let skew = SignatureError::Skew {
        signed,
        now,
        tolerance,
    };
    if signed > now.plus(tolerance) {
        return Err(skew);
    }
    match authorization.place {
        Place::Query { life: Some(life), .. } if signed.plus(life) < now => {
            Err(SignatureError::Expired { signed, now, life })
        }
        Place::Header | Place::Query { life: None, .. } if signed < now.minus(tolerance) => Err(skew),
        Place::Header | Place::Query { .. } => Ok(()),
    }
}

/// AWS demands that `host` and every `x-amz-*` header are signed. Only a session token may be added after
/// signing, as some services are called; the caller must check anyway that it belongs to the access key id. The token of a
/// presigned request stands in its query.
fn check_coverage(headers: &HeaderMap, authorization: &Authorization<'_>) -> Result<(), SignatureError> {
    let signed = &authorization.signed_headers;
    let may_be_unsigned =
        |name: &HeaderName| authorization.place == Place::Header && name == X_AMZ_SECURITY_TOKEN;
    let amz_headers = headers
        .keys()
        .filter(|name| name.as_str().starts_with("x-amz-") && !may_be_unsigned(name));
    let is_unsigned = |name: &&HeaderName| signed.binary_search(&name.as_str()).is_err();
    if let Some(name) = [&HOST].into_iter().chain(amz_headers).find(is_unsigned) {
        return Err(SignatureError::UnsignedHeader {
            name: name.to_string(),
        });
    }
    match signed.iter().find(|name| !headers.contains_key(**name)) {
        Some(&name) => Err(SignatureError::AbsentHeader {
            name: name.to_owned(),
        }),
        None => Ok(()),
    }
}

fn declares_unsigned_payload(headers: &HeaderMap) -> bool {
    let declared = headers.get(X_AMZ_CONTENT_SHA256);
    declared.is_some_and(|declared| declared.as_bytes() == UNSIGNED_PAYLOAD)
}

fn check_declared_hash(headers: &HeaderMap, body_hash: &Hex) -> Result<(), SignatureError> {
    match headers.get(X_AMZ_CONTENT_SHA256) {
        Some(declared) if declared.as_bytes() != body_hash.as_bytes() => {
            Err(SignatureError::BodyHashMismatch {
                declared: String::from_utf8_lossy(declared.as_bytes()).into_owned(),
            })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use http::header::{AUTHORIZATION, DATE};

    use super::*;
    use crate::Scope;

    fn request(headers: &HeaderMap) -> SignedRequest<'_> {
        SignedRequest {
            method: "GET",
            path: "/",
            query: "",
            headers,
            body: b"",
        }
    }

    #[test]
    fn a_path_and_a_body_of_s3_verify_as_they_are_sent() {
        let time = "20261121T101530Z";
        for (service, path, hash, is_genuine) in [
            ("s3", "/b/a%20b", "UNSIGNED-PAYLOAD", true),
            ("s3", "/b//a/../b", "UNSIGNED-PAYLOAD", true),
            ("connect", "/b/a", "UNSIGNED-PAYLOAD", false),
        ] {
            let scope = Scope {
                date: "20261121",
                region: "us-east-1",
                service,
            };
            let key = SigningKey::derive("secret", &scope);
            let mut headers = HeaderMap::from_iter([
                (HOST, HeaderValue::from_static("localhost:7420")),
                (DATE, HeaderValue::from_static(time)),
                (X_AMZ_CONTENT_SHA256, HeaderValue::from_static(hash)),
            ]);
            let names = ["date", "host", "x-amz-content-sha256"];
            let canonical = format!(
                "GET\n{path}\n\ndate:{time}\nhost:localhost:7420\nx-amz-content-sha256:{hash}\n\n{}\n{hash}",
                names.join(";")
            );
            let signature = key.sign(&string_to_sign(time, &scope, canonical.as_bytes()));
            let value = format!(
                "AWS4-HMAC-SHA256 Credential=AKID/{scope},SignedHeaders={},Signature={signature}",
                names.join(";")
            );
            headers.insert(AUTHORIZATION, HeaderValue::try_from(value).expect("plain text"));
            let authorization = Authorization::parse(&headers).expect("a whole header");
            let now = authorization.time.into();
            let request = SignedRequest {
                path,
                ..request(&headers)
            };

            let verified = verify(&request, &authorization, &key, now, DEFAULT_TOLERANCE);

            assert_eq!(verified.is_ok(), is_genuine, "{service} {path}");
        }
    }

    #[test]
    fn a_request_dated_by_its_date_header_alone_verifies() {
        let time = "20261121T101530Z";
        let scope = Scope {
            date: "20261121",
            region: "us-east-1",
            service: "connect",
        };
        let key = SigningKey::derive("secret", &scope);
        let mut headers = HeaderMap::from_iter([
            (HOST, HeaderValue::from_static("localhost:7420")),
            (DATE, HeaderValue::from_static(time)),
        ]);

        let canonical = canonical_request(
            &request(&headers),
            CanonicalPath::Encoded("/"),
            &[],
            &["date", "host"],
            sha256_hex(b"").as_bytes(),
        );
        let signature = key.sign(&string_to_sign(time, &scope, &canonical));
        let value =
            format!("AWS4-HMAC-SHA256 Credential=AKID/{scope},SignedHeaders=date;host,Signature={signature}");
        headers.insert(AUTHORIZATION, HeaderValue::try_from(value).expect("plain text"));

        let authorization = Authorization::parse(&headers).expect("a whole header");
        let now = authorization.time.into();
        assert_eq!(
            verify(&request(&headers), &authorization, &key, now, DEFAULT_TOLERANCE),
            Ok(())
        );
    }
}
