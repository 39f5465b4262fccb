//! Which attempts are retried, and after which wait. Source: AWS SDKs and Tools Reference Guide, “Retry
//! behavior”; botocore's standard and adaptive modes. AWS CLI v2 has no legacy mode.

mod rate_limiter;
#[cfg(test)]
pub(crate) mod tests;

use std::time::Duration;

use roster_python_values::int;

use crate::clock::Clock;
use crate::config::Config;
use crate::error::ConfigError;
use crate::exception_codes::is_throttling;
use rate_limiter::RateLimiter;

/// The attempts of a call if the configuration gives no number.
const DEFAULT_MAX_ATTEMPTS: u32 = 3;

/// The longest wait, in seconds.
const MAX_WAIT_SECONDS: f64 = 20.0;

/// The quota that retries are paid from.
const QUOTA: u32 = 500;

/// The price of a retry, and of a retry after a time-out.
const RETRY_COST: u32 = 5;
const TIMEOUT_RETRY_COST: u32 = 10;

/// What a call that succeeds at its first attempt returns to the quota.
const NO_RETRY_INCREMENT: u32 = 1;

/// Codes of other transient exceptions.
const TRANSIENT_CODES: &[&str] = &["RequestTimeout", "RequestTimeoutException"];

/// How an attempt ended.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Outcome<'a> {
    /// The service accepted the request.
    Success,
    /// The service refused the request.
    Refused {
        /// The HTTP status.
        status: u16,
        /// The code of the exception.
        code: &'a str,
    },
    /// There was no response.
    NoResponse {
        /// Whether a time limit ended the attempt.
        timed_out: bool,
    },
}

/// What follows an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// Another attempt; the wait before it is over.
    Retry,
    /// No further attempt.
    Stop {
        /// Whether the number of attempts has reached its limit.
        is_attempt_limit: bool,
    },
}

/// The attempts of one call.
#[derive(Debug, Default)]
pub(crate) struct Attempts {
    /// How many have begun.
    pub(crate) count: u32,
    /// The price of the last retry.
    last_cost: Option<u32>,
}

/// Decides on retries. All calls of a client share the quota and the rate limit.
pub(crate) struct Retrier {
    /// The most attempts of a call, the first included.
    max_attempts: u32,
    quota: u32,
    /// Limits the rate of requests in adaptive mode.
    rate_limiter: Option<RateLimiter>,
    clock: Box<dyn Clock>,
}

impl Retrier {
    /// The retries that the environment or the profile configures; by default three attempts in standard mode.
    pub(crate) fn configured(config: &Config, clock: Box<dyn Clock>) -> Result<Self, ConfigError> {
        let mode = config.variable_or_setting("AWS_RETRY_MODE", "retry_mode");
        let is_adaptive = match mode.as_deref() {
            None | Some("standard") => false,
            Some("adaptive") => true,
            Some(mode) => {
                return Err(ConfigError::InvalidRetryMode {
                    mode: mode.to_owned(),
                });
            }
        };
        let max_attempts = match config.variable_or_setting("AWS_MAX_ATTEMPTS", "max_attempts") {
            None => DEFAULT_MAX_ATTEMPTS,
            Some(text) => max_attempts(text)?,
        };
        Ok(Self::new(max_attempts, is_adaptive, clock))
    }

    /// From now on, every call makes one attempt.
    pub(crate) fn disable(&mut self) {
        self.max_attempts = 1;
    }

    fn new(max_attempts: u32, is_adaptive: bool, clock: Box<dyn Clock>) -> Self {
        Self {
            max_attempts,
            quota: QUOTA,
            rate_limiter: is_adaptive.then(|| RateLimiter::new(clock.seconds())),
            clock,
        }
    }

    /// Starts an attempt. In adaptive mode, waits until the rate limit allows it.
    pub(crate) fn start_attempt(&mut self, attempts: &mut Attempts) {
        attempts.count += 1;
        if let Some(rate_limiter) = &mut self.rate_limiter {
            rate_limiter.acquire(self.clock.as_ref());
        }
    }

    /// Decides what follows an attempt. Waits if that is a retry.
    pub(crate) fn finish_attempt(&mut self, attempts: &mut Attempts, outcome: Outcome) -> Next {
        if let Some(rate_limiter) = &mut self.rate_limiter {
            rate_limiter.update(self.clock.seconds(), is_throttled(outcome));
        }
        let is_attempt_limit = attempts.count >= self.max_attempts;
        let cost = match outcome {
            Outcome::Success => {
                let regained = attempts.last_cost.unwrap_or(NO_RETRY_INCREMENT);
                self.quota = QUOTA.min(self.quota + regained);
                return Next::Stop { is_attempt_limit };
            }
            Outcome::Refused { status, code } if !is_transient(status, code) => {
                return Next::Stop { is_attempt_limit };
            }
            Outcome::Refused { .. } | Outcome::NoResponse { timed_out: false } => RETRY_COST,
            Outcome::NoResponse { timed_out: true } => TIMEOUT_RETRY_COST,
        };
        if is_attempt_limit || self.quota < cost {
            return Next::Stop { is_attempt_limit };
        }
        self.quota -= cost;
        attempts.last_cost = Some(cost);
        self.clock.wait(backoff(attempts.count));
        Next::Retry
    }
}

fn max_attempts(text: String) -> Result<u32, ConfigError> {
    let Ok(attempts) = int(&text) else {
        return Err(ConfigError::AttemptsNotAnInteger { text });
    };
    match u32::try_from(attempts) {
        Ok(max_attempts) if max_attempts > 0 => Ok(max_attempts),
        Ok(_) | Err(_) => Err(ConfigError::AttemptsOutOfRange { attempts }),
    }
}

fn is_throttled(outcome: Outcome) -> bool {
    match outcome {
        Outcome::Refused { code, .. } => is_throttling(code),
        Outcome::Success | Outcome::NoResponse { .. } => false,
    }
}

/// Whether a later attempt may succeed after a refusal with this status and code.
fn is_transient(status: u16, code: &str) -> bool {
    matches!(status, 500 | 502 | 503 | 504) || is_throttling(code) || TRANSIENT_CODES.contains(&code)
}

/// The wait after this many attempts: random, below a bound that doubles with each attempt.
fn backoff(attempts: u32) -> Duration {
    let bound = f64::from(2_u32.saturating_pow(attempts.saturating_sub(1)));
    Duration::from_secs_f64((fastrand::f64() * bound).min(MAX_WAIT_SECONDS))
}
