//! How strictly, how fast and how much the pipeline answers.

use std::time::Duration;

use roster_domain::audit::UnenforcedAccess;

use crate::limits::Limits;
use crate::throttle::Throttle;
use crate::unproven::SourceLimit;

/// What requests must prove.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Access {
    /// Signature and policy are checked.
    #[default]
    Enforce,
    /// The signature is checked; what policies would refuse is reported, not refused.
    Observe,
    /// Anything goes.
    Off,
}

impl Access {
    /// What the audit says of it; none if it is enforced.
    pub const fn unenforced(self) -> Option<UnenforcedAccess> {
        match self {
            Self::Enforce => None,
            Self::Observe => Some(UnenforcedAccess::Observe),
            Self::Off => Some(UnenforcedAccess::Off),
        }
    }
}

/// How strictly, how fast and how much the pipeline answers.
#[derive(Clone, Copy, Debug)]
pub struct PipelineConfig {
    /// What requests must prove.
    pub access: Access,
    /// How far a signature's time may be from ours.
    pub clock_skew: Duration,
    /// How often operations may be called.
    pub throttle: Throttle,
    /// How many requests that prove nothing are answered, for each source.
    pub source_limit: SourceLimit,
    /// How large and how slow a request may be.
    pub limits: Limits,
    /// Whether reads of personal data are audited.
    pub audit_reads: bool,
    /// Whether each request has a line in the log.
    pub access_log: bool,
}
