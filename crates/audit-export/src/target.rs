//! What takes events, and why it does not.

use std::time::{Duration, SystemTime};

use rustls_pki_types::CertificateDer;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::event::Event;

/// A system that takes events.
pub trait Target {
    /// Sends a batch, in order, and returns after the target has acknowledged all of it. After an error, any part of it may have arrived.
    fn send(&mut self, batch: &[Event]) -> Result<(), SendError>;
}

/// Why a batch was not acknowledged.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum SendError {
    /// A later attempt may succeed.
    #[error("{reason}")]
    Temporary {
        /// Why.
        reason: String,
        /// How long the target asks to wait.
        retry_after: Option<Duration>,
    },
    /// A repetition does not help: the settings or the target must change first.
    #[error("{0}")]
    Permanent(String),
}

impl SendError {
    /// A failure that may be over at another time.
    pub(crate) fn temporary(reason: impl Into<String>) -> Self {
        Self::Temporary {
            reason: reason.into(),
            retry_after: None,
        }
    }
}

/// What targets need to know besides their address.
pub struct TargetSettings {
    /// The authorities that certificates of targets must come from; those of the system if none are given.
    pub authorities: Option<Vec<CertificateDer<'static>>>,
    /// The header `Authorization` of a webhook.
    pub authorization: Option<Zeroizing<String>>,
    /// The key that signs what a webhook gets: `whsec_` and base64.
    pub signing_key: Option<Zeroizing<String>>,
    /// The name of this machine.
    pub host_name: String,
    /// The clock.
    pub now: fn() -> SystemTime,
}

/// Why a target cannot be used as it is configured.
#[derive(Debug, Error)]
#[error("{0}")]
pub struct SettingsError(pub(crate) String);
