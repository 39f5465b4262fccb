//! Headers → who signed, as they say. Nothing is proven yet.

use std::net::IpAddr;

use roster_sigv4::{Authorization, SignatureError};

use super::{Access, Pipeline};
use crate::exception::Failure;
use crate::request::{Facts, Request};

/// A request with what it says of its own signature.
pub(crate) struct Claimed<'r> {
    pub(super) request: &'r Request,
    pub(super) authorization: Result<Authorization<'r>, SignatureError>,
}

impl Pipeline {
    /// Reads what a request says of its own signature. Whether it must be signed at all is asked
    /// when it is known what it is for.
    pub(super) fn claim<'r>(&self, request: &'r Request, facts: &mut Facts) -> Result<Claimed<'r>, Failure> {
        if self.edge.access == Access::Off && may_come_from_a_page(request) {
            return Err(Failure::FromBrowser);
        }
        let authorization = Authorization::parse(&request.head.headers);
        if let Ok(authorization) = &authorization {
            facts.access_key_id = Some(authorization.access_key_id.to_owned());
        }
        Ok(Claimed {
            request,
            authorization,
        })
    }
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
