//! Headers → the authorization that they present. Nothing is proven yet.

use http::header::{HeaderName, HeaderValue};
use roster_model::service::Service;
use roster_sigv4::{Authorization, SignatureError};

use super::addressed_service::addressed_service;
use super::config::Access;
use super::state::Pipeline;
use crate::browser::may_come_from_a_page;
use crate::credential_cache::PresentedCredential;
use crate::exception::Failure;
use crate::request::{AuditContext, Request};

/// The header of a session token.
const SESSION_TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");

/// The parameter by which a signature in the query string is known.
const PRESIGNED: &str = "X-Amz-Signature=";

/// A request with what it says of its own signature.
pub(crate) struct ParsedAuthorization<'r> {
    pub(super) request: &'r Request,
    /// What it seems to be for.
    pub(super) service: Service,
    pub(super) authorization: Result<Authorization<'r>, SignatureError>,
}

impl Pipeline {
    /// Reads what a request says of its own signature, and refuses it if its source has no credit left.
    /// Whether it must be signed at all is asked when it is known what it is for.
    pub(super) fn parse_authorization<'r>(
        &self,
        request: &'r Request,
        audit: &mut AuditContext,
    ) -> Result<ParsedAuthorization<'r>, Failure> {
        if self.config.access == Access::Off && may_come_from_a_page(request) {
            return Err(Failure::FromBrowser);
        }
        let authorization = Authorization::parse(&request.head.headers);
        if let Ok(authorization) = &authorization {
            audit.access_key_id = Some(authorization.access_key_id.to_owned());
        }
        let service = addressed_service(request, authorization.as_ref().ok());
        audit.service = service;
        if self.config.access != Access::Off {
            let presented = authorization
                .as_ref()
                .ok()
                .map(|parsed| presented_credential(request, parsed));
            self.require_credit(request, presented.and_then(Result::ok))?;
            if matches!(authorization, Err(SignatureError::Missing)) && is_presigned(request) {
                return Err(Failure::Presigned);
            }
        }
        Ok(ParsedAuthorization {
            request,
            service,
            authorization,
        })
    }
}

/// The key that a request claims to be signed with, with its session token.
pub(super) fn presented_credential<'r>(
    request: &'r Request,
    authorization: &Authorization<'r>,
) -> Result<PresentedCredential<'r>, Failure> {
    let token = request.head.headers.get(SESSION_TOKEN);
    let token = token.map(HeaderValue::to_str).transpose();
    Ok(PresentedCredential {
        access_key_id: authorization.access_key_id,
        session_token: token.map_err(|_| Failure::UnknownKey)?,
    })
}

fn is_presigned(request: &Request) -> bool {
    let mut parameters = request.query().split('&');
    parameters.any(|parameter| parameter.starts_with(PRESIGNED))
}
