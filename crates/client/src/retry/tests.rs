//! Retries on a clock that passes only by waiting.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::*;

/// A clock whose time passes only by waiting. It records the waits.
#[derive(Clone, Default)]
pub(crate) struct Stopwatch {
    seconds: Rc<Cell<f64>>,
    pub(crate) waits: Rc<RefCell<Vec<Duration>>>,
}

impl Stopwatch {
    pub(crate) fn pass(&self, seconds: f64) {
        self.seconds.set(self.seconds.get() + seconds);
    }
}

impl Clock for Stopwatch {
    fn seconds(&self) -> f64 {
        self.seconds.get()
    }

    fn wait(&self, duration: Duration) {
        self.pass(duration.as_secs_f64());
        self.waits.borrow_mut().push(duration);
    }
}

/// A retrier that waits on a stopwatch.
pub(crate) fn retrier(max_attempts: u32, is_adaptive: bool, clock: &Stopwatch) -> Retrier {
    Retrier::new(max_attempts, is_adaptive, Box::new(clock.clone()))
}

const BUSY: Outcome = Outcome::Refused {
    status: 503,
    code: "ServiceUnavailable",
};
const THROTTLED: Outcome = Outcome::Refused {
    status: 429,
    code: "TooManyRequestsException",
};
const TIMED_OUT: Outcome = Outcome::NoResponse { timed_out: true };

/// Makes a call whose attempts have these outcomes, the last one repeatedly. Returns how many there were.
fn call(retrier: &mut Retrier, outcomes: &[Outcome]) -> (u32, Next) {
    let mut attempts = Attempts::default();
    loop {
        retrier.start_attempt(&mut attempts);
        let place = (attempts.count as usize).min(outcomes.len());
        match retrier.finish_attempt(&mut attempts, outcomes[place - 1]) {
            Next::Retry => {}
            stop @ Next::Stop { .. } => return (attempts.count, stop),
        }
    }
}

#[test]
fn the_profile_configures_attempts_and_mode() {
    let configured =
        |settings: &[_]| Retrier::configured(&Config::of(settings), Box::new(Stopwatch::default()));
    let retrier = configured(&[]).ok().unwrap();
    assert_eq!((retrier.max_attempts, retrier.rate_limiter.is_none()), (3, true));
    let retrier = configured(&[("max_attempts", "7"), ("retry_mode", "adaptive")])
        .ok()
        .unwrap();
    assert_eq!((retrier.max_attempts, retrier.rate_limiter.is_some()), (7, true));

    let legacy = ConfigError::InvalidRetryMode {
        mode: "legacy".to_owned(),
    };
    let none = ConfigError::AttemptsOutOfRange { attempts: 0 };
    let often = ConfigError::AttemptsNotAnInteger {
        text: "often".to_owned(),
    };
    for (setting, value, error) in [
        ("retry_mode", "legacy", legacy),
        ("max_attempts", "0", none),
        ("max_attempts", "often", often),
    ] {
        assert_eq!(configured(&[(setting, value)]).err(), Some(error));
    }
}

#[test]
fn waits_grow_up_to_a_limit() {
    let clock = Stopwatch::default();
    let (attempts, next) = call(&mut retrier(40, false, &clock), &[BUSY]);

    assert_eq!(
        (attempts, next),
        (
            40,
            Next::Stop {
                is_attempt_limit: true
            }
        )
    );
    let waits = clock.waits.borrow();
    assert_eq!(waits.len(), 39);
    for (wait, doublings) in waits.iter().zip(0..) {
        let longest = 2_f64.powi(doublings).min(MAX_WAIT_SECONDS);
        assert!(wait.as_secs_f64() <= longest, "{wait:?} > {longest} s");
    }
}

#[test]
fn only_transient_refusals_are_retried() {
    let unknown = Outcome::Refused {
        status: 404,
        code: "ResourceNotFoundException",
    };
    let clock = Stopwatch::default();
    let mut retrier = retrier(3, false, &clock);
    assert_eq!(
        call(&mut retrier, &[unknown]),
        (
            1,
            Next::Stop {
                is_attempt_limit: false
            }
        )
    );
    assert_eq!(call(&mut retrier, &[THROTTLED, unknown]).0, 2);
    let slow = Outcome::Refused {
        status: 400,
        code: "RequestTimeout",
    };
    assert_eq!(call(&mut retrier, &[slow]).0, 3);
}

#[test]
fn the_quota_ends_the_retries_of_a_busy_service() {
    let mut retrier = retrier(1000, false, &Stopwatch::default());
    assert_eq!(
        call(&mut retrier, &[BUSY]),
        (
            101,
            Next::Stop {
                is_attempt_limit: false
            }
        )
    );
    assert_eq!(call(&mut retrier, &[BUSY]).0, 1, "later calls share the quota");
}

#[test]
fn a_retry_after_a_time_out_costs_twice_as_much() {
    let mut retrier = retrier(1000, false, &Stopwatch::default());
    assert_eq!(call(&mut retrier, &[TIMED_OUT]).0, 51);
}

#[test]
fn success_returns_the_cost_of_the_last_retry_or_one() {
    let mut retrier = retrier(1000, false, &Stopwatch::default());
    call(&mut retrier, &[BUSY]);
    for _ in 0..4 {
        call(&mut retrier, &[Outcome::Success]);
    }
    assert_eq!(
        call(&mut retrier, &[BUSY]).0,
        1,
        "four successes do not pay for a retry"
    );
    call(&mut retrier, &[Outcome::Success]);
    assert_eq!(
        call(&mut retrier, &[BUSY, BUSY, Outcome::Success]).0,
        2,
        "five successes pay for one"
    );
    for _ in 0..5 {
        call(&mut retrier, &[Outcome::Success]);
    }
    assert_eq!(call(&mut retrier, &[BUSY, Outcome::Success]).0, 2);
    assert_eq!(
        call(&mut retrier, &[BUSY, Outcome::Success]).0,
        2,
        "its cost was returned"
    );
}

#[test]
fn adaptive_mode_slows_down_once_throttled() {
    let clock = Stopwatch::default();
    let mut retrier = retrier(1, true, &clock);
    for _ in 0..100 {
        call(&mut retrier, &[Outcome::Success]);
        clock.pass(0.1);
    }
    assert!(clock.waits.borrow().is_empty(), "no request was throttled");

    for _ in 0..3 {
        call(&mut retrier, &[THROTTLED]);
    }
    clock.waits.borrow_mut().clear();
    let start = clock.seconds();
    for _ in 0..20 {
        call(&mut retrier, &[Outcome::Success]);
    }

    let rate = 20.0 / (clock.seconds() - start);
    assert!((0.5..9.0).contains(&rate), "{rate} requests per second after ten");
}

#[test]
fn standard_mode_does_not_limit_the_rate() {
    let clock = Stopwatch::default();
    let mut retrier = retrier(1, false, &clock);
    for _ in 0..20 {
        call(&mut retrier, &[THROTTLED]);
    }
    assert!(clock.waits.borrow().is_empty());
}
