//! The rate of calls: at most so many a second, and fewer while the service throttles.

use std::str::FromStr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use roster_client::Clock;

use crate::service::is_of_aws;

/// How many calls a second, and how many at once after a pause.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// Calls a second. `None`: any number.
    pub per_second: Option<f64>,
    /// Calls at once.
    pub burst: u32,
}

impl Rate {
    /// Any number of calls.
    pub const UNLIMITED: Self = Self {
        per_second: None,
        burst: 1,
    };

    /// What Amazon Connect allows an account. Source: Amazon Connect service quotas, “API throttling quotas”.
    pub const OF_AWS: Self = Self {
        per_second: Some(2.0),
        burst: 5,
    };

    /// The rate that suits the service at an address.
    pub fn suiting(address: &str) -> Self {
        if is_of_aws(address) {
            Self::OF_AWS
        } else {
            Self::UNLIMITED
        }
    }

    /// How long so many calls take, without those that wait for their answers.
    pub fn duration(&self, calls: usize) -> Duration {
        let after_burst = calls.saturating_sub(self.burst as usize);
        #[expect(clippy::cast_precision_loss, reason = "nobody makes so many calls")]
        let seconds = self.per_second.map_or(0.0, |rate| after_burst as f64 / rate);
        Duration::from_secs_f64(seconds)
    }
}

impl FromStr for Rate {
    type Err = &'static str;

    /// `2` is a call every half second; `0` is any number.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = text.strip_suffix("/s").unwrap_or(text).parse::<f64>();
        match number {
            Ok(0.0) => Ok(Self::UNLIMITED),
            Ok(rate) if rate > 0.0 && rate.is_finite() => Ok(Self {
                per_second: Some(rate),
                burst: 1,
            }),
            Ok(_) | Err(_) => Err("say how many calls a second, such as 2 or 0.5; 0 for any number"),
        }
    }
}

/// The shortest interval after a throttled call, in seconds, and the longest.
const SLOWED: f64 = 0.05;
const SLOWEST: f64 = 5.0;

/// How the interval changes with a throttled call and with an accepted one.
const SLOW_DOWN: f64 = 2.0;
const SPEED_UP: f64 = 0.95;

/// Keeps the calls of all threads to a rate.
#[derive(Debug)]
pub struct Pace {
    /// Seconds between two calls as configured.
    configured: f64,
    burst: f64,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// Seconds between two calls now.
    interval: f64,
    /// When the next call is due, if there is no burst.
    due: f64,
    /// When calls were last slowed down.
    slowed: f64,
}

impl Pace {
    /// A pace that keeps to a rate.
    pub fn new(rate: Rate) -> Self {
        let configured = rate.per_second.map_or(0.0, f64::recip);
        Self {
            configured,
            burst: rate.burst.into(),
            state: Mutex::new(State {
                interval: configured,
                due: 0.0,
                slowed: 0.0,
            }),
        }
    }

    /// Takes the next place in the row of calls. Returns how long to wait for it.
    pub fn take(&self, clock: &dyn Clock) -> Duration {
        let now = clock.seconds();
        let mut state = self.state();
        let ahead = (self.burst - 1.0) * state.interval;
        let turn = (state.due - ahead).max(now);
        state.due = state.due.max(now) + state.interval;
        Duration::from_secs_f64(turn - now)
    }

    /// A call was throttled: there are fewer from now on. Calls that were on their way together count once.
    pub fn slow_down(&self, clock: &dyn Clock) {
        let now = clock.seconds();
        let mut state = self.state();
        if now - state.slowed >= state.interval {
            state.interval = (state.interval * SLOW_DOWN).clamp(SLOWED, SLOWEST.max(self.configured));
            state.slowed = now;
        }
    }

    /// A call was accepted: there are more from now on, up to the configured rate.
    pub fn speed_up(&self) {
        let mut state = self.state();
        let interval = state.interval * SPEED_UP;
        let is_slow = interval > self.configured && interval > SLOWED / 10.0;
        state.interval = if is_slow { interval } else { self.configured };
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// A clock that stands still between waits.
    #[derive(Default)]
    struct Virtual(Cell<f64>);

    impl Clock for Virtual {
        fn seconds(&self) -> f64 {
            self.0.get()
        }

        fn wait(&self, duration: Duration) {
            self.0.set(self.0.get() + duration.as_secs_f64());
        }
    }

    /// When calls are made in so many seconds, as fast as the rate allows.
    fn calls(rate: Rate, seconds: f64) -> Vec<f64> {
        let (pace, clock) = (Pace::new(rate), Virtual(Cell::new(1.0e9)));
        let (start, mut times) = (clock.seconds(), Vec::new());
        while clock.seconds() < start + seconds {
            clock.wait(pace.take(&clock));
            times.push(clock.seconds() - start);
        }
        times
    }

    /// The most calls in any second.
    fn most_in_a_second(times: &[f64]) -> usize {
        let from = |start: f64| {
            let times = times.iter();
            times
                .filter(|time| (start..start + 0.999_999).contains(*time))
                .count()
        };
        times.iter().map(|start| from(*start)).max().unwrap_or_default()
    }

    #[test]
    fn a_rate_is_kept_in_every_second_of_ten_minutes() {
        let times = calls("2".parse().unwrap(), 600.0);
        assert_eq!(most_in_a_second(&times), 2);
        assert!((1200..=1202).contains(&times.len()), "{}", times.len());
    }

    #[test]
    fn a_burst_comes_first_and_once() {
        let times = calls(Rate::OF_AWS, 10.0);
        assert_eq!(times.iter().filter(|time| **time < 0.1).count(), 5);
        assert_eq!(times.iter().filter(|time| **time < 9.99).count(), 24);
        assert_eq!(Rate::OF_AWS.duration(25), Duration::from_secs(10));
    }

    #[test]
    fn throttling_slows_calls_down_and_success_speeds_them_up_again() {
        let (pace, clock) = (Pace::new(Rate::UNLIMITED), Virtual(Cell::new(1.0e9)));
        assert_eq!(pace.take(&clock), Duration::ZERO);
        for _ in 0..8 {
            pace.slow_down(&clock);
        }
        pace.take(&clock);
        assert!(pace.take(&clock) > Duration::from_millis(40));
        clock.wait(Duration::from_secs(1));
        pace.slow_down(&clock);
        pace.take(&clock);
        assert!(pace.take(&clock) > Duration::from_millis(90));

        for _ in 0..100 {
            pace.speed_up();
        }
        clock.wait(Duration::from_secs(1));
        pace.take(&clock);
        assert_eq!(pace.take(&clock), Duration::ZERO);
    }

    #[test]
    fn the_address_decides_on_the_rate() {
        assert_eq!(
            Rate::suiting("https://connect.us-east-1.amazonaws.com"),
            Rate::OF_AWS
        );
        assert_eq!(
            Rate::suiting("https://connect-fips.us-west-2.api.aws/"),
            Rate::OF_AWS
        );
        assert_eq!(Rate::suiting("http://127.0.0.1:7420"), Rate::UNLIMITED);
        assert_eq!(
            Rate::suiting("https://amazonaws.com.example.com"),
            Rate::UNLIMITED
        );
        assert!("-1".parse::<Rate>().is_err() && "inf".parse::<Rate>().is_err());
    }
}
