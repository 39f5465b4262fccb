//! The rate limit of adaptive mode. Throttling lowers the rate; afterwards it grows along a cubic curve, which
//! is flat near the rate that was throttled. Source: AWS SDKs and Tools Reference Guide, “Retry behavior”;
//! the numbers are botocore's.

use std::time::Duration;

use crate::clock::Clock;

/// The lowest rate, in requests per second.
const MIN_RATE: f64 = 0.5;
/// The factor by which throttling lowers the rate.
const BETA: f64 = 0.7;
/// The steepness of the curve.
const SCALE: f64 = 0.4;
/// How long one measurement of the rate takes.
const INTERVAL_SECONDS: f64 = 0.5;
/// The weight of the latest measurement against the earlier ones.
const SMOOTHING: f64 = 0.8;
/// The allowed rate is at most this multiple of the measured one.
const MAX_OVER_MEASURED: f64 = 2.0;
/// The shortest wait.
const MIN_WAIT_SECONDS: f64 = 0.001;

/// Limits the rate of requests once the service has throttled one.
pub(super) struct RateLimiter {
    /// Whether the service has throttled; nothing is limited before.
    is_enabled: bool,
    bucket: TokenBucket,
    curve: CubicCurve,
    meter: RateMeter,
}

impl RateLimiter {
    /// A limiter that limits nothing yet. All times are in seconds, of one clock.
    pub(super) fn new(now: f64) -> Self {
        Self {
            is_enabled: false,
            bucket: TokenBucket {
                tokens: 0.0,
                capacity: 1.0,
                per_second: 1.0,
                filled_at: now,
            },
            curve: CubicCurve {
                throttled_rate: 0.0,
                throttled_at: now,
            },
            meter: RateMeter {
                per_second: 0.0,
                interval_start: now.floor(),
                count: 0.0,
            },
        }
    }

    /// Waits until another request may be sent.
    pub(super) fn acquire(&mut self, clock: &dyn Clock) {
        if !self.is_enabled {
            return;
        }
        self.bucket.fill(clock.seconds());
        while self.bucket.tokens < 1.0 {
            let missing = (1.0 - self.bucket.tokens) / self.bucket.per_second;
            clock.wait(Duration::from_secs_f64(missing.max(MIN_WAIT_SECONDS)));
            self.bucket.fill(clock.seconds());
        }
        self.bucket.tokens -= 1.0;
    }

    /// Adapts the rate after an attempt.
    pub(super) fn update(&mut self, now: f64, is_throttled: bool) {
        let measured = self.meter.record(now);
        let rate = if is_throttled {
            let throttled_rate = if self.is_enabled {
                measured.min(self.bucket.per_second)
            } else {
                measured
            };
            self.is_enabled = true;
            self.curve = CubicCurve {
                throttled_rate,
                throttled_at: now,
            };
            throttled_rate * BETA
        } else {
            self.curve.rate_at(now)
        };
        self.bucket.set_rate(rate.min(MAX_OVER_MEASURED * measured), now);
    }
}

/// Tokens that are refilled over time; each request takes one.
struct TokenBucket {
    tokens: f64,
    capacity: f64,
    per_second: f64,
    /// When the tokens were last counted.
    filled_at: f64,
}

impl TokenBucket {
    fn fill(&mut self, now: f64) {
        self.tokens = self
            .capacity
            .min(self.tokens + (now - self.filled_at) * self.per_second);
        self.filled_at = now;
    }

    fn set_rate(&mut self, per_second: f64, now: f64) {
        self.fill(now);
        self.per_second = per_second.max(MIN_RATE);
        self.capacity = per_second.max(1.0);
        self.tokens = self.tokens.min(self.capacity);
    }
}

/// How the rate grows after throttling.
struct CubicCurve {
    /// The rate at which the service throttled.
    throttled_rate: f64,
    throttled_at: f64,
}

impl CubicCurve {
    fn rate_at(&self, now: f64) -> f64 {
        let recovery_seconds = (self.throttled_rate * (1.0 - BETA) / SCALE).cbrt();
        SCALE * (now - self.throttled_at - recovery_seconds).powi(3) + self.throttled_rate
    }
}

/// Measures the rate of requests, interval by interval.
struct RateMeter {
    per_second: f64,
    interval_start: f64,
    /// The requests of the current interval.
    count: f64,
}

impl RateMeter {
    fn record(&mut self, now: f64) -> f64 {
        self.count += 1.0;
        let interval = (now / INTERVAL_SECONDS).floor() * INTERVAL_SECONDS;
        if interval > self.interval_start {
            let current = self.count / (interval - self.interval_start);
            self.per_second = current * SMOOTHING + self.per_second * (1.0 - SMOOTHING);
            self.count = 0.0;
            self.interval_start = interval;
        }
        self.per_second
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_near(found: f64, expected: f64) -> bool {
        (found - expected).abs() < 1e-6
    }

    #[test]
    fn the_rate_is_measured_interval_by_interval() {
        let mut limiter = RateLimiter::new(0.0);
        let measured: Vec<f64> = [0.1, 0.2, 0.6, 0.9, 1.2]
            .into_iter()
            .map(|now| limiter.meter.record(now))
            .collect();
        // Three within half a second, then two: each interval weighs 0.8, the earlier ones 0.2.
        assert!(
            is_near(measured[1], 0.0) && is_near(measured[2], 4.8),
            "{measured:?}"
        );
        assert!(is_near(measured[4], 0.8 * 4.0 + 0.2 * 4.8), "{measured:?}");
    }

    #[test]
    fn the_rate_falls_and_recovers_along_the_curve() {
        let curve = CubicCurve {
            throttled_rate: 10.0,
            throttled_at: 5.0,
        };
        let recovered = 5.0 + (10.0 * 0.3 / 0.4_f64).cbrt();
        assert!(is_near(curve.rate_at(5.0), 7.0), "{}", curve.rate_at(5.0));
        assert!(is_near(curve.rate_at(recovered), 10.0));
        assert!(curve.rate_at(recovered + 2.0) > 13.0);
    }

    #[test]
    fn tokens_are_refilled_at_the_rate_up_to_the_capacity() {
        let mut bucket = RateLimiter::new(0.0).bucket;
        bucket.set_rate(4.0, 0.0);
        bucket.fill(0.5);
        assert!(is_near(bucket.tokens, 2.0));
        bucket.fill(60.0);
        assert!(is_near(bucket.tokens, 4.0));
        bucket.set_rate(0.1, 60.0);
        assert!(is_near(bucket.per_second, MIN_RATE) && is_near(bucket.tokens, 1.0));
    }
}
