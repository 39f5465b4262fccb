//! The access log: a line for each request, of what the server itself knows of it. Nothing that a request says stands there
//! but the name of its operation.

use bytes::Bytes;
use http_body_util::Full;
use hyper::Response;
use roster_domain::Caller;
use roster_domain::clock::Clock;

use crate::access_note::{Noted, principal};
use crate::http_answer::error_code;
use crate::reached::RequestSummary;
use crate::request::Request;

/// The target of the lines, by which a log can have them at every level.
pub const ACCESS_LOG: &str = "roster_access_log";

impl Request {
    /// Notes for the access log what the request led to, if there is one.
    pub(crate) fn note(
        &self,
        summary: RequestSummary<'_>,
        caller: Option<&Caller>,
        error: Option<&'static str>,
    ) {
        if let Some(note) = &self.access_note {
            note.note(|| Noted {
                service: summary.service,
                operation: summary.operation,
                principal: caller.map(principal),
                error,
            });
        }
    }

    /// Writes the line of the request, if there is an access log.
    pub(crate) fn log_access(&self, response: &Response<Full<Bytes>>, clock: &dyn Clock) {
        let Some(note) = &self.access_note else { return };
        let noted = note.noted();
        let took = clock.now().duration_since(self.time).unwrap_or_default();
        tracing::info!(
            target: ACCESS_LOG,
            request_id = %self.id,
            source = %self.source,
            principal = noted.and_then(|noted| noted.principal.as_deref()),
            service = noted.map(|noted| noted.service.name()),
            operation = noted.and_then(|noted| noted.operation),
            status = response.status().as_u16(),
            error = noted.and_then(|noted| noted.error).or_else(|| error_code(response)),
            duration_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
            "access"
        );
    }
}
