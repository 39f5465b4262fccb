//! When a call is tried again, and how long to wait before. Source: AWS SDKs and Tools Reference
//! Guide, “Retry behavior”.

use std::time::Duration;

use crate::config::Config;
use crate::failure::Failure;
use crate::python::int;

/// How often a call is made unless told.
const USUAL_ATTEMPTS: u32 = 3;

/// No wait is longer, in seconds.
const LONGEST_WAIT_SECONDS: f64 = 20.0;

/// Codes of exceptions that pass, whatever their status.
const PASSING: &[&str] = &[
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "RequestTimeout",
    "RequestTimeoutException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
];

/// How often a call is made at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Attempts {
    /// All attempts, the first included.
    pub(crate) most: u32,
}

impl Attempts {
    /// As the environment and the profile say; three unless told.
    pub(crate) fn configured(config: &Config) -> Result<Self, Failure> {
        let mode = config.variable_or_setting("AWS_RETRY_MODE", "retry_mode");
        if let Some(mode) = mode.filter(|mode| !matches!(mode.as_str(), "standard" | "adaptive")) {
            return Err(Failure::General(format!(
                "Invalid value provided to \"mode\": \"{mode}\" must be one of: \"standard\" or \"adaptive\""
            )));
        }
        let Some(text) = config.variable_or_setting("AWS_MAX_ATTEMPTS", "max_attempts") else {
            return Ok(Self { most: USUAL_ATTEMPTS });
        };
        let most = int(&text).map_err(Failure::General)?;
        match u32::try_from(most) {
            Ok(most) if most > 0 => Ok(Self { most }),
            Ok(_) | Err(_) => Err(Failure::General(format!(
                "Value provided to \"max_attempts\": {most} must be an integer greater than or equal to one."
            ))),
        }
    }
}

/// Whether a refusal with this status and code may pass.
pub(crate) fn may_pass(status: u16, code: &str) -> bool {
    matches!(status, 500 | 502 | 503 | 504) || PASSING.contains(&code)
}

/// How long to wait after this many attempts: at random, up to twice as long each time.
pub(crate) fn wait_after(attempts: u32) -> Duration {
    let most = f64::from(2_u32.saturating_pow(attempts.saturating_sub(1))).min(LONGEST_WAIT_SECONDS);
    Duration::from_secs_f64(fastrand::f64() * most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_up_to_their_limit() {
        for attempts in 1..40 {
            let longest = Duration::from_secs_f64(2_f64.powi(attempts - 1).min(LONGEST_WAIT_SECONDS));
            assert!(wait_after(attempts.unsigned_abs()) <= longest);
        }
    }

    #[test]
    fn what_cannot_pass_is_not_tried_again() {
        assert!(may_pass(503, ""));
        assert!(may_pass(400, "ThrottlingException"));
        assert!(!may_pass(404, "ResourceNotFoundException"));
    }
}
