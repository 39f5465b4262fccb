//! One HTTP exchange: connections, TLS, proxies, timeouts. TLS is set up by the first `https` call only.

use std::io::ErrorKind;
use std::time::Duration;

use http::{HeaderMap, Uri};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Body, Proxy, Timeout};

use crate::environment::variable;
use crate::failure::Failure;
use crate::request::Request;

/// How connections are made.
pub(crate) struct Settings {
    /// How long to wait for a connection; for ever if none.
    pub(crate) connect_timeout: Option<Duration>,
    /// How long to wait for an answer; for ever if none.
    pub(crate) read_timeout: Option<Duration>,
    /// A file of certificates to trust.
    pub(crate) ca_bundle: Option<String>,
    /// Whether any certificate will do.
    pub(crate) accept_any_certificate: bool,
}

/// What exchanges requests for answers.
pub(crate) struct Transport {
    agent: Agent,
}

/// An HTTP answer.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The status code.
    pub(crate) status: u16,
    /// The headers.
    pub(crate) headers: HeaderMap,
    /// The whole body.
    pub(crate) body: Vec<u8>,
}

/// An exchange without an answer.
#[derive(Debug)]
pub(crate) struct Broken {
    /// What happened, as botocore words it.
    pub(crate) sentence: String,
    /// Whether the answer did not come in time.
    pub(crate) timed_out: bool,
}

impl Transport {
    /// A transport to an endpoint.
    pub(crate) fn new(settings: &Settings, endpoint: &Uri) -> Result<Self, Failure> {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(user_agent())
            .timeout_connect(settings.connect_timeout)
            .timeout_recv_response(settings.read_timeout)
            .timeout_recv_body(settings.read_timeout)
            .tls_config(tls(settings, endpoint)?)
            .proxy(proxy(endpoint)?);
        Ok(Self {
            agent: config.build().new_agent(),
        })
    }

    /// Sends a request and waits for the whole answer.
    pub(crate) fn exchange(&self, request: &Request, headers: HeaderMap) -> Result<Answer, Broken> {
        let url = request.url();
        let mut built = http::Request::builder().method(request.method).uri(&url);
        if let Some(known) = built.headers_mut() {
            *known = headers;
        }
        let answered = match &request.body {
            Some(body) => built.body(body.as_str()).map(|request| self.agent.run(request)),
            None => built.body(()).map(|request| self.agent.run(request)),
        };
        answered
            .map_err(ureq::Error::from)
            .flatten()
            .and_then(read)
            .map_err(|error| Broken {
                sentence: sentence(&error, &url),
                timed_out: matches!(error, ureq::Error::Timeout(_)),
            })
    }
}

/// What the server is told about its caller.
fn user_agent() -> String {
    let (version, system) = (env!("CARGO_PKG_VERSION"), std::env::consts::OS);
    format!("roster/{version} os/{system}")
}

fn read(answer: http::Response<Body>) -> Result<Answer, ureq::Error> {
    let (head, mut body) = answer.into_parts();
    Ok(Answer {
        status: head.status.as_u16(),
        headers: head.headers,
        body: body.with_config().limit(u64::MAX).read_to_vec()?,
    })
}

fn tls(settings: &Settings, endpoint: &Uri) -> Result<TlsConfig, Failure> {
    let mut tls = TlsConfig::builder().disable_verification(settings.accept_any_certificate);
    if let Some(path) = &settings.ca_bundle
        && endpoint.scheme_str() == Some("https")
    {
        tls = tls.root_certs(certificates(path)?);
    }
    Ok(tls.build())
}

fn certificates(path: &str) -> Result<RootCerts, Failure> {
    let unusable = || {
        Failure::General(format!(
            "Could not find a suitable TLS CA certificate bundle, invalid path: {path}"
        ))
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

/// The proxy that the environment names for the scheme of the endpoint.
fn proxy(endpoint: &Uri) -> Result<Option<Proxy>, Failure> {
    let either = |lower: &str| variable(lower).or_else(|| variable(&lower.to_uppercase()));
    let host = endpoint.host().unwrap_or_default();
    let Some(address) = either(&format!("{}_proxy", endpoint.scheme_str().unwrap_or("https"))) else {
        return Ok(None);
    };
    if either("no_proxy").is_some_and(|list| bypasses(&list, host)) {
        return Ok(None);
    }
    let proxy = Proxy::new(&address);
    proxy
        .map(Some)
        .map_err(|_| Failure::General(format!("Invalid proxy: {address}")))
}

fn bypasses(list: &str, host: &str) -> bool {
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

/// What went wrong, as botocore words it.
fn sentence(error: &ureq::Error, url: &str) -> String {
    match error {
        ureq::Error::Timeout(Timeout::Connect | Timeout::Resolve) => {
            format!("Connect timeout on endpoint URL: \"{url}\"")
        }
        ureq::Error::Timeout(_) => format!("Read timeout on endpoint URL: \"{url}\""),
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) | ureq::Error::Pem(_) => {
            format!("SSL validation failed for {url} {error}")
        }
        ureq::Error::Io(cause) if is_tls(cause) => format!("SSL validation failed for {url} {cause}"),
        ureq::Error::Io(cause) if was_connected(cause.kind()) => closed(url),
        ureq::Error::Protocol(_) => closed(url),
        ureq::Error::ConnectProxyFailed(_) => format!("Failed to connect to proxy URL: \"{url}\""),
        _ => format!("Could not connect to the endpoint URL: \"{url}\""),
    }
}

fn closed(url: &str) -> String {
    format!("Connection was closed before we received a valid response from endpoint URL: \"{url}\".")
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
    fn the_list_of_hosts_without_proxy_is_kept() {
        assert!(bypasses("localhost, .internal", "connect.internal"));
        assert!(bypasses("*", "connect.us-east-1.amazonaws.com"));
        assert!(!bypasses("internal", "notinternal"));
    }
}
