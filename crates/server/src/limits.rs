//! How much of anything is taken.

use std::time::Duration;

/// How large, slow and many requests may be.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The largest body.
    pub body_bytes: usize,
    /// How long a body may take.
    pub body_time: Duration,
    /// The largest head.
    pub head_bytes: usize,
    /// How long a head, and a TLS handshake, may take; a connection may be idle no longer.
    pub head_time: Duration,
    /// How many connections are served at once; others wait to be accepted.
    pub connections: usize,
    /// How long a stop waits for requests that are being answered.
    pub stop_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 1024 * 1024,
            body_time: Duration::from_secs(30),
            head_bytes: 64 * 1024,
            head_time: Duration::from_mins(1),
            connections: 10_000,
            stop_time: Duration::from_secs(30),
        }
    }
}
