//! What is noted of a request, while it is answered, for its line in the access log.

use std::sync::OnceLock;

use roster_domain::Caller;
use roster_model::service::Service;

/// What is noted of a request, at most once.
#[derive(Debug, Default)]
pub(crate) struct AccessNote(OnceLock<Noted>);

/// What a request led to.
#[derive(Debug)]
pub(crate) struct Noted {
    /// The service it was for.
    pub(crate) service: Service,
    /// The operation it was for, once found.
    pub(crate) operation: Option<&'static str>,
    /// The ARN of the caller, once proven.
    pub(crate) principal: Option<String>,
    /// The code of an exception that the answer does not tell.
    pub(crate) error: Option<&'static str>,
}

impl AccessNote {
    /// Notes what a request led to. Of several operations of a page, the first counts.
    pub(crate) fn note(&self, noted: impl FnOnce() -> Noted) {
        self.0.get_or_init(noted);
    }

    /// What was noted.
    pub(crate) fn noted(&self) -> Option<&Noted> {
        self.0.get()
    }
}

/// The ARN of a caller; of a session, that of its role: sessions are often called after people or their addresses.
pub(crate) fn principal(caller: &Caller) -> String {
    caller.session_issuer().unwrap_or_else(|| caller.arn())
}
