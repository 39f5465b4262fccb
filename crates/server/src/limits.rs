//! How much of anything is taken.

use std::time::Duration;

/// How large, slow and many requests may be.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The largest body.
    pub body_bytes: usize,
    /// How much the bodies of all requests whose signatures are not checked yet may take together.
    pub unproven_body_bytes: usize,
    /// How long a body may take.
    pub body_time: Duration,
    /// The largest head.
    pub head_bytes: usize,
    /// How long a head, and a TLS handshake, may take; a connection may be idle no longer.
    pub head_time: Duration,
    /// How long a peer may take to read some of what is sent to it.
    pub write_time: Duration,
    /// How many connections are served at once; beyond that, idle ones give way.
    pub connections: usize,
    /// How many of them may be of one address, or of one IPv6 network of 64 bits; without it, 1,000,
    /// and of this machine as many as there are.
    pub connections_of_source: Option<usize>,
    /// How long a stop waits for requests that are being answered.
    pub stop_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 1024 * 1024,
            unproven_body_bytes: 64 * 1024 * 1024,
            body_time: Duration::from_secs(30),
            head_bytes: 64 * 1024,
            head_time: Duration::from_mins(1),
            write_time: Duration::from_secs(30),
            connections: 10_000,
            connections_of_source: None,
            stop_time: Duration::from_secs(30),
        }
    }
}
