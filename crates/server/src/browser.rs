//! Requests that a web page may have made a browser send.

use std::net::IpAddr;

use crate::request::Request;

/// The header in which browsers say what made them send a request.
const FETCH_SITE: &str = "sec-fetch-site";

/// Whether a browser has sent a request, for a script, an image or a link of a page, or for a link in a mail.
pub(crate) fn is_of_a_browser(request: &Request) -> bool {
    request.head.headers.contains_key(FETCH_SITE)
}

/// Whether a web page may have sent a request. A foreign page sends `Origin`; a page whose own host name resolves to this
/// machine sends that name as `Host`.
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
