//! Notifications of what a client sends and receives.

use crate::error::TransportError;
use crate::request::Request;
use crate::transport::Response;

/// Is notified of each attempt. Bodies and signatures are not passed on: they hold personal data and secrets.
pub trait Observer {
    /// An attempt is about to be sent. Attempts of one call count from 1.
    fn sending(&self, _attempt: u32, _request: &Request) {}

    /// An attempt was answered.
    fn received(&self, _request: &Request, _response: &Response) {}

    /// An attempt was not answered.
    fn failed(&self, _error: &TransportError) {}
}

/// Ignores everything.
impl Observer for () {}
