//! `--debug`: a line on standard error for each request and response; and the warning that a certificate was
//! not verified.

use std::cell::Cell;

use http::Uri;
use roster_client::{Observer, Request, Response, TransportError};

use crate::globals::Globals;
use crate::printing::stderr_line;
use crate::sentences::transport;

/// Prints what a client sends and receives.
pub(crate) struct DebugLog {
    is_enabled: bool,
    /// Whether to warn at the next response over TLS.
    warns: Cell<bool>,
}

impl DebugLog {
    /// A log as the options ask for it.
    pub(crate) fn new(globals: &Globals) -> Self {
        Self {
            is_enabled: globals.debug,
            warns: Cell::new(globals.no_verify_ssl),
        }
    }
}

impl Observer for DebugLog {
    fn sending(&self, attempt: u32, request: &Request) {
        if self.is_enabled {
            let (method, url, bytes) = (request.method(), request.url(), request.body_bytes());
            stderr_line(&format!(
                "debug: attempt {attempt}: {method} {url}, {bytes} bytes"
            ));
        }
    }

    fn received(&self, request: &Request, response: &Response) {
        if self.is_enabled {
            let (status, bytes) = (response.status(), response.body_bytes());
            let id = response.request_id().unwrap_or("none");
            stderr_line(&format!("debug: status {status}, {bytes} bytes, request id {id}"));
        }
        if self.warns.take() && request.endpoint().scheme_str() == Some("https") {
            stderr_line(&unverified(request.endpoint()));
        }
    }

    fn failed(&self, error: &TransportError) {
        if self.is_enabled {
            stderr_line(&format!("debug: {}", transport(error)));
        }
    }
}

/// urllib3's sentence, which the AWS CLI shows together with a place in its code.
fn unverified(endpoint: &Uri) -> String {
    let host = endpoint.host().unwrap_or_default();
    format!(
        "InsecureRequestWarning: Unverified HTTPS request is being made to host '{host}'. Adding certificate \
         verification is strongly advised."
    )
}
