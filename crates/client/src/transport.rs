//! HTTP: connections, TLS, proxies, time limits. TLS is set up by the first `https` request.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use http::{HeaderMap, Uri};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Body, Proxy, Timeout};

use crate::environment::variable;
use crate::error::{ConfigError, TransportError, TransportErrorKind};
use crate::request::Request;

/// The size of each buffer of a connection. The head of a request or response must fit; bodies pass through in parts. Each
/// page of a buffer costs a command its time, because a command makes one call.
const BUFFER_BYTES: usize = 16 * 1024;

/// How connections are made.
pub(crate) struct Settings {
    /// The time limit for a connection. `None`: there is no limit.
    pub(crate) connect_timeout: Option<Duration>,
    /// The time limit for a response. `None`: there is no limit.
    pub(crate) read_timeout: Option<Duration>,
    /// A file of trusted certificates, in PEM.
    pub(crate) ca_bundle: Option<PathBuf>,
    /// Whether certificates are not verified.
    pub(crate) accept_any_certificate: bool,
}

/// Sends requests to one endpoint.
pub(crate) struct Transport {
    agent: Agent,
    /// The address of the proxy, if requests go through one.
    proxy: Option<String>,
}

/// An HTTP response.
#[derive(Debug)]
pub struct Response {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Response {
    /// The status code.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// How long the body is, in bytes.
    pub fn body_bytes(&self) -> usize {
        self.body.len()
    }

    /// The id that the service gave the request.
    pub fn request_id(&self) -> Option<&str> {
        self.headers.get("x-amzn-requestid")?.to_str().ok()
    }
}

impl Transport {
    /// A transport to an endpoint.
    pub(crate) fn new(settings: &Settings, endpoint: &Uri) -> Result<Self, ConfigError> {
        let address = proxy_address(endpoint);
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(user_agent())
            .input_buffer_size(BUFFER_BYTES)
            .output_buffer_size(BUFFER_BYTES)
            .timeout_connect(settings.connect_timeout)
            .timeout_recv_response(settings.read_timeout)
            .timeout_recv_body(settings.read_timeout)
            .tls_config(tls(settings, endpoint)?)
            .proxy(address.as_deref().map(proxy).transpose()?);
        Ok(Self {
            agent: config.build().new_agent(),
            proxy: address,
        })
    }

    /// Sends a request and waits for the whole response.
    pub(crate) fn send(&self, request: &Request, headers: HeaderMap) -> Result<Response, TransportError> {
        let url = request.url();
        let mut built = http::Request::builder().method(request.method()).uri(&url);
        if let Some(all) = built.headers_mut() {
            *all = headers;
        }
        let response = match request.body() {
            Some(body) => built.body(body).map(|request| self.agent.run(request)),
            None => built.body(()).map(|request| self.agent.run(request)),
        };
        response
            .map_err(ureq::Error::from)
            .flatten()
            .and_then(read)
            .map_err(|error| self.through_proxy(transport_error(&error, url)))
    }
}

impl Transport {
    /// If requests go through a proxy, what cannot be reached is the proxy.
    fn through_proxy(&self, error: TransportError) -> TransportError {
        let is_about_connecting = matches!(
            error.kind,
            TransportErrorKind::Unreachable | TransportErrorKind::ProxyConnectionFailed
        );
        match &self.proxy {
            Some(proxy) if is_about_connecting => TransportError {
                kind: TransportErrorKind::ProxyConnectionFailed,
                url: proxy.clone(),
                ..error
            },
            Some(_) | None => error,
        }
    }
}

fn user_agent() -> String {
    let (version, system) = (env!("CARGO_PKG_VERSION"), std::env::consts::OS);
    format!("roster/{version} os/{system}")
}

fn read(response: http::Response<Body>) -> Result<Response, ureq::Error> {
    let (head, mut body) = response.into_parts();
    Ok(Response {
        status: head.status.as_u16(),
        headers: head.headers,
        body: body.with_config().limit(u64::MAX).read_to_vec()?,
    })
}

fn tls(settings: &Settings, endpoint: &Uri) -> Result<TlsConfig, ConfigError> {
    let mut tls = TlsConfig::builder().disable_verification(settings.accept_any_certificate);
    if let Some(path) = &settings.ca_bundle
        && endpoint.scheme_str() == Some("https")
    {
        tls = tls.root_certs(certificates(path)?);
    }
    Ok(tls.build())
}

fn certificates(path: &Path) -> Result<RootCerts, ConfigError> {
    let unusable = || ConfigError::InvalidCaBundle {
        path: path.display().to_string(),
    };
    let pem = std::fs::read(path).map_err(|_| unusable())?;
    let certificates: Vec<Certificate<'static>> = parse_pem(&pem)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            Ok(_) | Err(_) => None,
        })
        .collect();
    if certificates.is_empty() {
        return Err(unusable());
    }
    Ok(RootCerts::new_with_certs(&certificates))
}

fn proxy(address: &str) -> Result<Proxy, ConfigError> {
    Proxy::new(address).map_err(|_| ConfigError::InvalidProxy {
        address: address.to_owned(),
    })
}

/// The proxy that the environment names for the scheme of the endpoint.
fn proxy_address(endpoint: &Uri) -> Option<String> {
    let either = |lower: &str| variable(lower).or_else(|| variable(&lower.to_uppercase()));
    let host = endpoint.host().unwrap_or_default();
    let address = either(&format!("{}_proxy", endpoint.scheme_str().unwrap_or("https")))?;
    let is_bypassed = either("no_proxy").is_some_and(|list| bypasses(&list, host));
    (!is_bypassed).then_some(address)
}

fn bypasses(list: &str, host: &str) -> bool {
    let (list, host) = (list.to_ascii_lowercase(), host.to_ascii_lowercase());
    list.split(',')
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
        .any(|entry| {
            let domain = entry.trim_start_matches('.');
            let is_inside = host
                .strip_suffix(domain)
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
            entry == "*" || is_inside
        })
}

/// Sorts an error of the HTTP library into botocore's kinds.
fn transport_error(error: &ureq::Error, url: String) -> TransportError {
    let kind = match error {
        ureq::Error::Timeout(Timeout::Connect | Timeout::Resolve) => TransportErrorKind::ConnectTimeout,
        ureq::Error::Timeout(_) => TransportErrorKind::ReadTimeout,
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) | ureq::Error::Pem(_) => TransportErrorKind::Tls,
        ureq::Error::Io(cause) if is_tls(cause) => TransportErrorKind::Tls,
        ureq::Error::Io(cause) if was_connected(cause.kind()) => TransportErrorKind::ConnectionClosed,
        ureq::Error::Protocol(_) => TransportErrorKind::ConnectionClosed,
        ureq::Error::ConnectProxyFailed(_) => TransportErrorKind::ProxyConnectionFailed,
        _ => TransportErrorKind::Unreachable,
    };
    let reason = match error {
        ureq::Error::Io(cause) => cause.to_string(),
        error => error.to_string(),
    };
    TransportError { kind, url, reason }
}

const fn was_connected(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::UnexpectedEof
            | ErrorKind::ConnectionReset
            | ErrorKind::BrokenPipe
            | ErrorKind::ConnectionAborted
    )
}

fn is_tls(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::InvalidData)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_that_cannot_be_reached_is_named() {
        let error = |kind| TransportError {
            kind,
            url: "http://connect".to_owned(),
            reason: "refused".to_owned(),
        };
        let transport = |proxy: Option<&str>| Transport {
            agent: Agent::new_with_defaults(),
            proxy: proxy.map(str::to_owned),
        };

        let through =
            transport(Some("http://proxy:3128")).through_proxy(error(TransportErrorKind::Unreachable));
        let direct = transport(None).through_proxy(error(TransportErrorKind::Unreachable));

        assert_eq!(
            (through.kind, through.url.as_str()),
            (TransportErrorKind::ProxyConnectionFailed, "http://proxy:3128")
        );
        assert_eq!(direct, error(TransportErrorKind::Unreachable));
    }

    #[test]
    fn hosts_in_no_proxy_bypass_the_proxy() {
        assert!(bypasses("localhost, .internal", "connect.internal"));
        assert!(bypasses("Connect.Internal", "connect.INTERNAL"));
        assert!(bypasses("*", "connect.us-east-1.amazonaws.com"));
        assert!(!bypasses("internal", "notinternal"));
    }
}
