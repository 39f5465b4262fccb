//! Webhooks: batches that are posted to an address, one event on a line.

mod signature;

use std::net::IpAddr;
use std::time::{Duration, SystemTime};

use http::header::{AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, Request, Response, StatusCode, Uri};
use ureq::Agent;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use crate::event::Event;
use crate::target::{SendError, SettingsError, Target, TargetSettings};
use crate::tls;

use signature::SigningKey;

/// How long a connection may take to open.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a request may take with its answer.
const TIMEOUT: Duration = Duration::from_mins(1);

/// The media type of a body: JSON, one object on a line.
const NDJSON: &str = "application/x-ndjson";

/// Refusals that may be over at another time, besides failures of the server.
const PASSING: [StatusCode; 3] = [
    StatusCode::REQUEST_TIMEOUT,
    StatusCode::TOO_EARLY,
    StatusCode::TOO_MANY_REQUESTS,
];

/// An HTTP address that takes batches.
pub(crate) struct Webhook {
    uri: Uri,
    agent: Agent,
    authorization: Option<HeaderValue>,
    signing_key: Option<SigningKey>,
    now: fn() -> SystemTime,
}

impl Webhook {
    pub(crate) fn new(uri: Uri, settings: &TargetSettings) -> Result<Self, SettingsError> {
        let is_https = uri.scheme_str() == Some("https");
        if settings.authorization.is_some() && !is_https && !is_this_machine(&uri) {
            return Err(SettingsError(
                "an authorization is sent by https:// only, or to this machine".to_owned(),
            ));
        }
        let authorization = settings.authorization.as_ref().map(|text| {
            let mut value = HeaderValue::from_str(text)
                .map_err(|_| SettingsError("the authorization is not the text of a header".to_owned()))?;
            value.set_sensitive(true);
            Ok(value)
        });
        let signing_key = settings.signing_key.as_ref();
        Ok(Self {
            agent: agent(is_https, settings)?,
            uri,
            authorization: authorization.transpose()?,
            signing_key: signing_key.map(|text| SigningKey::parse(text)).transpose()?,
            now: settings.now,
        })
    }

    fn request(&self, body: &str) -> Result<Request<Vec<u8>>, http::Error> {
        let mut request = Request::post(&self.uri).header(CONTENT_TYPE, NDJSON);
        if let Some(authorization) = &self.authorization {
            request = request.header(AUTHORIZATION, authorization);
        }
        if let Some(key) = &self.signing_key {
            for (name, value) in key.headers(body, (self.now)()) {
                request = request.header(name, value);
            }
        }
        request.body(body.as_bytes().to_vec())
    }
}

impl Target for Webhook {
    fn send(&mut self, batch: &[Event]) -> Result<(), SendError> {
        let mut body = String::new();
        for event in batch {
            body.push_str(&event.json);
            body.push('\n');
        }
        let request = self.request(&body);
        let request = request.map_err(|error| SendError::Permanent(error.to_string()))?;
        match self.agent.run(request) {
            Ok(response) => judge(&response, (self.now)()),
            Err(error) => Err(SendError::temporary(format!(
                "the webhook cannot be reached: {error}"
            ))),
        }
    }
}

fn agent(is_https: bool, settings: &TargetSettings) -> Result<Agent, SettingsError> {
    let mut config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .user_agent(concat!("roster/", env!("CARGO_PKG_VERSION")))
        .timeout_connect(Some(CONNECT_TIMEOUT))
        .timeout_global(Some(TIMEOUT));
    if is_https {
        let authorities = tls::authorities(settings.authorities.as_deref())?;
        let certificates: Vec<Certificate<'static>> = authorities
            .iter()
            .map(|der| Certificate::from_der(der).to_owned())
            .collect();
        let roots = RootCerts::new_with_certs(&certificates);
        config = config.tls_config(TlsConfig::builder().root_certs(roots).build());
    }
    Ok(config.build().new_agent())
}

/// What an answer means. A redirection is not followed: it could lead the authorization elsewhere.
fn judge<B>(response: &Response<B>, now: SystemTime) -> Result<(), SendError> {
    let status = response.status();
    if status.is_success() {
        return Ok(());
    }
    let reason = format!("the webhook answered {status}");
    if status.is_server_error() || PASSING.contains(&status) {
        let header = response.headers().get(RETRY_AFTER);
        let retry_after = header.and_then(|value| wait(value.to_str().ok()?, now));
        return Err(SendError::Temporary { reason, retry_after });
    }
    Err(SendError::Permanent(reason))
}

/// The wait that `Retry-After` asks for: seconds, or a date. Source: RFC 9110, section 10.2.3.
fn wait(text: &str, now: SystemTime) -> Option<Duration> {
    if let Ok(seconds) = text.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

fn is_this_machine(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use zeroize::Zeroizing;

    use super::*;

    fn settings(authorization: Option<&str>) -> TargetSettings {
        TargetSettings {
            authorities: None,
            authorization: authorization.map(|text| Zeroizing::new(text.to_owned())),
            signing_key: None,
            host_name: String::new(),
            now: || UNIX_EPOCH,
        }
    }

    #[test]
    fn an_authorization_is_not_sent_in_clear_to_another_machine() {
        let open = |uri| Webhook::new(Uri::from_static(uri), &settings(Some("Bearer x"))).map(drop);
        assert!(open("http://siem.example.com/").is_err());
        assert!(open("http://127.0.0.1:8080/").is_ok());
        assert!(open("http://[::1]/").is_ok());
        let without = Webhook::new(Uri::from_static("http://siem.example.com/"), &settings(None));
        assert!(without.is_ok());
    }

    #[test]
    fn only_a_success_acknowledges_and_only_failures_that_pass_are_retried() {
        let judged = |status: u16| judge(&Response::builder().status(status).body(()).unwrap(), UNIX_EPOCH);
        for status in [200, 202, 204] {
            assert_eq!(judged(status), Ok(()), "{status}");
        }
        for status in [408, 425, 429, 500, 502, 503, 504] {
            assert!(
                matches!(judged(status), Err(SendError::Temporary { .. })),
                "{status}"
            );
        }
        for status in [301, 307, 400, 401, 403, 404, 413] {
            assert!(matches!(judged(status), Err(SendError::Permanent(_))), "{status}");
        }
    }

    #[test]
    fn retry_after_is_a_number_of_seconds_or_a_date() {
        let now = UNIX_EPOCH + Duration::from_secs(784_111_770);
        assert_eq!(wait("120", now), Some(Duration::from_mins(2)));
        assert_eq!(
            wait("Sun, 06 Nov 1994 08:49:37 GMT", now),
            Some(Duration::from_secs(7))
        );
        let passed = now + Duration::from_mins(1);
        assert_eq!(
            wait("Sun, 06 Nov 1994 08:49:37 GMT", passed),
            Some(Duration::ZERO)
        );
        assert_eq!(wait("soon", now), None);
    }
}
