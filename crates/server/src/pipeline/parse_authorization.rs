//! Headers, or query → the authorization that they present. Nothing is proven yet.

use http::header::{HeaderName, HeaderValue};
use roster_sigv4::{Authorization, SignatureError};

use super::addressed_service::addressed_service;
use super::config::Access;
use super::key_lookup::KeyLookup;
use crate::browser::{is_of_a_browser, may_come_from_a_page};
use crate::credential_cache::PresentedCredential;
use crate::exception::Failure;
use crate::reached::{RequestSummary, StageResult};
use crate::request::Request;
use crate::unproven::Unproven;

/// The header of a session token.
const SESSION_TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");

/// A request with what it says of its own signature.
pub(crate) struct ParsedAuthorization<'r> {
    pub(super) request: &'r Request,
    pub(super) summary: RequestSummary<'r>,
    pub(super) authorization: Result<Authorization<'r>, SignatureError>,
}

/// Reads what a request says of its own signature, and refuses it if its source has no credit left. Whether
/// it must be signed at all is decided by the next stage, which finds what it is for.
pub(super) fn parse_authorization<'r>(
    request: &'r Request,
    access: Access,
    unproven: &Unproven,
    keys: KeyLookup<'_>,
) -> StageResult<'r, ParsedAuthorization<'r>> {
    if access == Access::Off && (may_come_from_a_page(request) || is_of_a_browser(request)) {
        return Err(RequestSummary::default().stop(Failure::FromBrowser));
    }
    let authorization = authorization(request);
    let parsed = authorization.as_ref().ok();
    let summary = RequestSummary {
        service: addressed_service(request, parsed),
        operation: None,
        access_key_id: parsed.map(|parsed| parsed.access_key_id),
    };
    if access != Access::Off {
        let is_verified = || {
            let presented = parsed.and_then(|parsed| presented_credential(request, parsed).ok());
            presented.is_some_and(|presented| keys.has_verified(presented, request.time))
        };
        if unproven.is_exhausted(request) && !is_verified() {
            return Err(summary.stop(Failure::SourceExhausted));
        }
    }
    Ok(ParsedAuthorization {
        request,
        summary,
        authorization,
    })
}

/// What a request says of its own signature, which stands in its query or in a header.
pub(super) fn authorization(request: &Request) -> Result<Authorization<'_>, SignatureError> {
    let headers = &request.head.headers;
    match &request.presigned {
        Some(query) => Authorization::parse_presigned(query, headers),
        None => Authorization::parse(headers),
    }
}

/// The key that a request claims to be signed with, with its session token, which stands beside the signature.
pub(super) fn presented_credential<'r>(
    request: &'r Request,
    authorization: &Authorization<'r>,
) -> Result<PresentedCredential<'r>, Failure> {
    let session_token = match &request.presigned {
        Some(query) => query.session_token(),
        None => {
            let token = request.head.headers.get(SESSION_TOKEN);
            let token = token.map(HeaderValue::to_str).transpose();
            token.map_err(|_| Failure::UnknownKey)?
        }
    };
    Ok(PresentedCredential {
        access_key_id: authorization.access_key_id,
        session_token,
    })
}
