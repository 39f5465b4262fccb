//! Requests that a web page may have made a browser send.

use std::net::IpAddr;

use crate::request::Request;

/// The header in which browsers say what made them send a request.
const FETCH_SITE: &str = "sec-fetch-site";

/// Whether a web page may have sent a request. A server that trusts the whole machine must refuse it. A foreign page
/// sends `Origin`; a page whose own host name resolves to this machine sends that name as `Host`. An image or a link sends
/// no `Origin`, and browsers say in `Sec-Fetch-Site` that a page is behind it; it is `none` if a person types the address.
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
    let is_led_here = headers.get(FETCH_SITE).is_some_and(|site| site != "none");
    headers.contains_key(http::header::ORIGIN) || is_led_here || !is_here
}
