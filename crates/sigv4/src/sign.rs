//! The client's side: the headers, or the query, that make a request a signed one.

use std::fmt;
use std::time::{Duration, SystemTime};

use http::header::{
    AUTHORIZATION, CONNECTION, EXPECT, HOST, HeaderName, TE, TRANSFER_ENCODING, UPGRADE, USER_AGENT,
};
use http::{HeaderMap, HeaderValue};

use crate::canonical::{CanonicalPath, canonical_request};
use crate::encoding::{Hex, percent_encode};
use crate::key::{sha256_hex, string_to_sign};
use crate::path::normalize;
use crate::presigned;
use crate::request::{X_AMZ_CONTENT_SHA256, X_AMZ_DATE, X_AMZ_SECURITY_TOKEN};
use crate::{ALGORITHM, Scope, SignedRequest, SigningError, SigningKey, Timestamp};

/// Headers that proxies rewrite on the way, or that cannot sign themselves.
const NEVER_SIGNED: [HeaderName; 8] = [
    AUTHORIZATION,
    CONNECTION,
    EXPECT,
    TE,
    TRANSFER_ENCODING,
    UPGRADE,
    USER_AGENT,
    HeaderName::from_static("x-amzn-trace-id"),
];

/// Whose key signs, and for which region and service.
#[derive(Clone, Copy)]
pub struct Signer<'a> {
    /// The public half of the access key.
    pub access_key_id: &'a str,
    /// The secret half.
    pub secret_access_key: &'a str,
    /// What temporary credentials must show besides.
    pub session_token: Option<&'a str>,
    /// The region, such as `us-east-1`.
    pub region: &'a str,
    /// The service by its signing name, such as `connect`.
    pub service: &'a str,
    /// Whether to send `x-amz-content-sha256`. Only S3 asks for it; the signature covers the body either way.
    pub send_body_hash: bool,
}

impl Signer<'_> {
    /// Signs a request with all its headers, and returns the headers to add to it: `authorization`,
    /// `x-amz-date` and, as asked for, `x-amz-security-token` and `x-amz-content-sha256`. They replace
    /// headers of the same name.
    ///
    /// # Errors
    /// [`SigningError::NoHost`] without a `host` header; [`SigningError::InvalidValue`] if a part of the
    /// credentials cannot stand in a header.
    ///
    /// Source: IAM User Guide, "Create a signed AWS API request".
    pub fn sign(&self, request: &SignedRequest<'_>, time: SystemTime) -> Result<HeaderMap, SigningError> {
        if !request.headers.contains_key(HOST) {
            return Err(SigningError::NoHost);
        }
        let time = Timestamp::from(time).to_string();
        let scope = Scope {
            date: &time[..8],
            region: self.region,
            service: self.service,
        };
        let body_hash = sha256_hex(request.body);

        let mut added = self.headers_to_sign(&time, &body_hash)?;
        let headers = signable(request.headers, &added);
        let mut names: Vec<_> = headers.keys().map(HeaderName::as_str).collect();
        names.sort_unstable();

        let request = SignedRequest {
            headers: &headers,
            ..*request
        };
        let signature = self.signature(&request, &time, &scope, &names, &body_hash);
        added.insert(AUTHORIZATION, self.authorization(&scope, &names, &signature)?);
        Ok(added)
    }

    /// Signs a request with all its headers in its query, for whole seconds from `time` on; returns the query that takes the place of
    /// its own. The token, if there is one, is part of it.
    ///
    /// # Errors
    /// [`SigningError::NoHost`] without a `host` header.
    ///
    /// Source: IAM User Guide, "Create a signed AWS API request", on query parameters.
    pub fn presign(
        &self,
        request: &SignedRequest<'_>,
        time: SystemTime,
        life: Duration,
    ) -> Result<String, SigningError> {
        if !request.headers.contains_key(HOST) {
            return Err(SigningError::NoHost);
        }
        let time = Timestamp::from(time).to_string();
        let scope = Scope {
            date: &time[..8],
            region: self.region,
            service: self.service,
        };
        let headers = signable(request.headers, &HeaderMap::new());
        let mut names: Vec<_> = headers.keys().map(HeaderName::as_str).collect();
        names.sort_unstable();

        let credential = format!("{}/{scope}", self.access_key_id);
        let (life, signed_headers) = (life.as_secs().to_string(), names.join(";"));
        let mut parameters = vec![
            (presigned::ALGORITHM_NAME, ALGORITHM),
            (presigned::CREDENTIAL, &credential),
            (presigned::DATE, &time),
            (presigned::EXPIRES, &life),
            (presigned::SIGNED_HEADERS, &signed_headers),
        ];
        parameters.extend(self.session_token.map(|token| (presigned::SECURITY_TOKEN, token)));
        let query = parameters
            .into_iter()
            .fold(request.query.to_owned(), |query, (name, value)| {
                with_parameter(&query, name, value)
            });

        let request = SignedRequest {
            headers: &headers,
            query: &query,
            ..*request
        };
        let signature = self.signature(&request, &time, &scope, &names, &sha256_hex(request.body));
        Ok(with_parameter(
            &query,
            presigned::SIGNATURE,
            &signature.to_string(),
        ))
    }

    fn signature(
        &self,
        request: &SignedRequest<'_>,
        time: &str,
        scope: &Scope<'_>,
        names: &[&str],
        body_hash: &Hex,
    ) -> Hex {
        let canonical = canonical_request(
            request,
            CanonicalPath::Encoded(&normalize(request.path)),
            &[],
            names,
            body_hash.as_bytes(),
        );
        let string = string_to_sign(time, scope, &canonical);
        SigningKey::derive(self.secret_access_key, scope).sign(&string)
    }

    fn headers_to_sign(&self, time: &str, body_hash: &Hex) -> Result<HeaderMap, SigningError> {
        let mut headers = HeaderMap::from_iter([(X_AMZ_DATE, HeaderValue::from_str(time)?)]);
        if let Some(token) = self.session_token {
            let mut token = HeaderValue::from_str(token)?;
            token.set_sensitive(true);
            headers.insert(X_AMZ_SECURITY_TOKEN, token);
        }
        if self.send_body_hash {
            headers.insert(
                X_AMZ_CONTENT_SHA256,
                HeaderValue::from_bytes(body_hash.as_bytes())?,
            );
        }
        Ok(headers)
    }

    fn authorization(
        &self,
        scope: &Scope<'_>,
        names: &[&str],
        signature: &Hex,
    ) -> Result<HeaderValue, SigningError> {
        let (id, names) = (self.access_key_id, names.join(";"));
        let value =
            format!("{ALGORITHM} Credential={id}/{scope}, SignedHeaders={names}, Signature={signature}");
        Ok(HeaderValue::try_from(value)?)
    }
}

/// Keeps the secrets to itself.
impl fmt::Debug for Signer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("access_key_id", &self.access_key_id)
            .field("region", &self.region)
            .field("service", &self.service)
            .finish_non_exhaustive()
    }
}

/// A query with one more parameter.
fn with_parameter(query: &str, name: &str, value: &str) -> String {
    let separator = if query.is_empty() { "" } else { "&" };
    let mut out = format!("{query}{separator}{name}=").into_bytes();
    percent_encode(&mut out, value.as_bytes(), |_| false);
    String::from_utf8_lossy(&out).into_owned()
}

fn signable(headers: &HeaderMap, added: &HeaderMap) -> HeaderMap {
    let mut signable = headers.clone();
    for name in NEVER_SIGNED {
        signable.remove(name);
    }
    signable.extend(added.clone());
    signable
}
