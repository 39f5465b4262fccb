//! Headers → who signed, as they say. Nothing is proven yet.

use std::net::IpAddr;

use http::header::{HeaderName, HeaderValue};
use roster_model::service::Service;
use roster_sigv4::{Authorization, SignatureError};

use super::route::service;
use super::{Access, Pipeline};
use crate::exception::Failure;
use crate::known_keys::Claim;
use crate::request::{Facts, Request};

/// The header of a session token.
const SESSION_TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");

/// The parameter by which a signature in the query string is known.
const PRESIGNED: &str = "X-Amz-Signature=";

/// A request with what it says of its own signature.
pub(crate) struct Claimed<'r> {
    pub(super) request: &'r Request,
    /// What it seems to be for.
    pub(super) service: Service,
    pub(super) authorization: Result<Authorization<'r>, SignatureError>,
}

impl Pipeline {
    /// Reads what a request says of its own signature, and refuses it if its source has no credit left.
    /// Whether it must be signed at all is asked when it is known what it is for.
    pub(super) fn claim<'r>(&self, request: &'r Request, facts: &mut Facts) -> Result<Claimed<'r>, Failure> {
        if self.edge.access == Access::Off && may_come_from_a_page(request) {
            return Err(Failure::FromBrowser);
        }
        let authorization = Authorization::parse(&request.head.headers);
        if let Ok(authorization) = &authorization {
            facts.access_key_id = Some(authorization.access_key_id.to_owned());
        }
        let service = service(request, authorization.as_ref().ok());
        facts.service = service;
        if self.edge.access != Access::Off {
            let claim = authorization.as_ref().ok().map(|claimed| claim(request, claimed));
            self.require_credit(request, claim.and_then(Result::ok))?;
            if matches!(authorization, Err(SignatureError::Missing)) && is_presigned(request) {
                return Err(Failure::Presigned);
            }
        }
        Ok(Claimed {
            request,
            service,
            authorization,
        })
    }
}

/// The key that a request claims to be signed with, with its session token.
pub(super) fn claim<'r>(
    request: &'r Request,
    authorization: &Authorization<'r>,
) -> Result<Claim<'r>, Failure> {
    let token = request.head.headers.get(SESSION_TOKEN);
    let token = token.map(HeaderValue::to_str).transpose();
    Ok(Claim {
        access_key_id: authorization.access_key_id,
        session_token: token.map_err(|_| Failure::UnknownKey)?,
    })
}

fn is_presigned(request: &Request) -> bool {
    let mut parameters = request.query().split('&');
    parameters.any(|parameter| parameter.starts_with(PRESIGNED))
}

/// Whether a page in somebody's browser may have sent a request: it must not get at a server that
/// trusts the whole machine. A foreign page sends `Origin`; one that has made its own name point
/// here sends that name as `Host`.
pub(crate) fn may_come_from_a_page(request: &Request) -> bool {
    let headers = &request.head.headers;
    let host = headers
        .get(http::header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    let name = host
        .rsplit_once(':')
        .filter(|_| !host.ends_with(']'))
        .map_or(host, |(name, _)| name);
    let address: Result<IpAddr, _> = name.trim_matches(['[', ']']).parse();
    let is_here = name == "localhost" || address.is_ok_and(|address| address.is_loopback());
    headers.contains_key(http::header::ORIGIN) || !is_here
}
