//! The pace of requests in adaptive mode: it falls when the service throttles, and grows again along a
//! cubic curve, slowly near the pace that was too much. Source: AWS SDKs and Tools Reference Guide, “Retry
//! behavior”; the numbers are botocore's.

use std::time::Duration;

use crate::environment::Clock;

/// The slowest pace, in requests per second.
const SLOWEST: f64 = 0.5;
/// To which part the pace falls.
const FALL: f64 = 0.7;
/// How steep the curve is.
const STEEPNESS: f64 = 0.4;
/// The pace is measured over so many seconds.
const SPAN_SECONDS: f64 = 0.5;
/// How much the last span counts against those before.
const WEIGHT: f64 = 0.8;
/// The pace allowed is never more than so many times the one measured.
const AHEAD: f64 = 2.0;
/// Waiting for less is not worth it.
const SHORTEST_WAIT_SECONDS: f64 = 0.001;

/// What keeps the pace.
pub(super) struct Limiter {
    /// Whether the service has throttled; before that, nothing is limited.
    limits: bool,
    tokens: Tokens,
    curve: Curve,
    pace: Pace,
}

impl Limiter {
    /// One that limits nothing yet. Times are in seconds, all of the same clock.
    pub(super) fn new(now: f64) -> Self {
        Self {
            limits: false,
            tokens: Tokens {
                count: 0.0,
                most: 1.0,
                per_second: 1.0,
                filled: now,
            },
            curve: Curve {
                top: 0.0,
                throttled: now,
            },
            pace: Pace {
                per_second: 0.0,
                span: now.floor(),
                count: 0.0,
            },
        }
    }

    /// Waits until another request may be sent.
    pub(super) fn wait_for_turn(&mut self, clock: &dyn Clock) {
        if !self.limits {
            return;
        }
        self.tokens.fill(clock.seconds());
        while self.tokens.count < 1.0 {
            let missing = (1.0 - self.tokens.count) / self.tokens.per_second;
            clock.wait(Duration::from_secs_f64(missing.max(SHORTEST_WAIT_SECONDS)));
            self.tokens.fill(clock.seconds());
        }
        self.tokens.count -= 1.0;
    }

    /// Takes note of an answer, or of none.
    pub(super) fn answered(&mut self, now: f64, is_throttled: bool) {
        let measured = self.pace.note(now);
        let pace = if is_throttled {
            let too_much = if self.limits {
                measured.min(self.tokens.per_second)
            } else {
                measured
            };
            self.limits = true;
            self.curve = Curve {
                top: too_much,
                throttled: now,
            };
            too_much * FALL
        } else {
            self.curve.at(now)
        };
        self.tokens.set_pace(pace.min(AHEAD * measured), now);
    }
}

/// Each request takes one; they come back over time.
struct Tokens {
    count: f64,
    most: f64,
    per_second: f64,
    /// When they were last counted.
    filled: f64,
}

impl Tokens {
    fn fill(&mut self, now: f64) {
        self.count = self.most.min(self.count + (now - self.filled) * self.per_second);
        self.filled = now;
    }

    fn set_pace(&mut self, per_second: f64, now: f64) {
        self.fill(now);
        self.per_second = per_second.max(SLOWEST);
        self.most = per_second.max(1.0);
        self.count = self.count.min(self.most);
    }
}

/// How the pace grows after a throttling.
struct Curve {
    /// The pace that was too much.
    top: f64,
    /// When it was.
    throttled: f64,
}

impl Curve {
    fn at(&self, now: f64) -> f64 {
        let to_the_top = (self.top * (1.0 - FALL) / STEEPNESS).cbrt();
        STEEPNESS * (now - self.throttled - to_the_top).powi(3) + self.top
    }
}

/// How many requests there are per second.
struct Pace {
    per_second: f64,
    /// When the span began that is being counted.
    span: f64,
    count: f64,
}

impl Pace {
    fn note(&mut self, now: f64) -> f64 {
        self.count += 1.0;
        let span = (now / SPAN_SECONDS).floor() * SPAN_SECONDS;
        if span > self.span {
            let current = self.count / (span - self.span);
            self.per_second = current * WEIGHT + self.per_second * (1.0 - WEIGHT);
            self.count = 0.0;
            self.span = span;
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
    fn the_pace_is_measured_span_by_span() {
        let mut limiter = Limiter::new(0.0);
        let measured: Vec<f64> = [0.1, 0.2, 0.6, 0.9, 1.2]
            .into_iter()
            .map(|now| limiter.pace.note(now))
            .collect();
        // Three within half a second, then two: 0.8 of each span and 0.2 of those before.
        assert!(
            is_near(measured[1], 0.0) && is_near(measured[2], 4.8),
            "{measured:?}"
        );
        assert!(is_near(measured[4], 0.8 * 4.0 + 0.2 * 4.8), "{measured:?}");
    }

    #[test]
    fn the_pace_falls_and_comes_back_along_the_curve() {
        let curve = Curve {
            top: 10.0,
            throttled: 5.0,
        };
        let back_at_the_top = 5.0 + (10.0 * 0.3 / 0.4_f64).cbrt();
        assert!(is_near(curve.at(5.0), 7.0), "{}", curve.at(5.0));
        assert!(is_near(curve.at(back_at_the_top), 10.0));
        assert!(curve.at(back_at_the_top + 2.0) > 13.0);
    }

    #[test]
    fn tokens_come_back_at_their_pace_and_no_more_than_fit() {
        let mut tokens = Limiter::new(0.0).tokens;
        tokens.set_pace(4.0, 0.0);
        tokens.fill(0.5);
        assert!(is_near(tokens.count, 2.0));
        tokens.fill(60.0);
        assert!(is_near(tokens.count, 4.0));
        tokens.set_pace(0.1, 60.0);
        assert!(is_near(tokens.per_second, SLOWEST) && is_near(tokens.count, 1.0));
    }
}
