//! When a call is tried again, and how long to wait before. Source: AWS SDKs and Tools Reference
//! Guide, “Retry behavior”; botocore's retries as AWS CLI v2 has them, which knows no legacy mode.

mod limiter;

use std::time::Duration;

use roster_python_values::int;

use crate::config::Config;
use crate::environment::Clock;
use crate::failure::Failure;
use limiter::Limiter;

/// How often a call is made unless told.
const USUAL_ATTEMPTS: u32 = 3;

/// No wait is longer, in seconds.
const LONGEST_WAIT_SECONDS: f64 = 20.0;

/// What may be spent on trying again before something succeeds.
const QUOTA: u32 = 500;

/// What it costs to try again, and what after a time-out.
const COST: u32 = 5;
const COST_AFTER_TIMEOUT: u32 = 10;

/// What a call that succeeds at once gives back.
const REWARD: u32 = 1;

/// Codes of exceptions by which a service asks for fewer requests.
const THROTTLING: &[&str] = &[
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
];

/// Codes of other exceptions that pass.
const PASSING: &[&str] = &["RequestTimeout", "RequestTimeoutException"];

/// How an attempt ended.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ending<'a> {
    /// The service did what it was asked for.
    Done,
    /// The service refused.
    Refused {
        /// The status of its answer.
        status: u16,
        /// The code of its exception.
        code: &'a str,
    },
    /// There was no answer.
    Broken {
        /// Because it did not come in time.
        timed_out: bool,
    },
}

/// What follows an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// Another one; the time to wait is over.
    Again,
    /// None.
    Stop {
        /// Because there were as many as allowed.
        allows_no_more: bool,
    },
}

/// The attempts of one call.
#[derive(Debug, Default)]
pub(crate) struct Attempts {
    /// How many have begun.
    pub(crate) count: u32,
    /// What the last retry has cost.
    paid: Option<u32>,
}

/// What decides about attempts, over all calls of a command.
pub(crate) struct Retries {
    /// How often a call is made at most, the first time included.
    most: u32,
    quota: u32,
    /// Keeps the pace in adaptive mode.
    limiter: Option<Limiter>,
    clock: Box<dyn Clock>,
}

impl Retries {
    /// As the environment and the profile say; three attempts in standard mode unless told.
    pub(crate) fn configured(config: &Config, clock: Box<dyn Clock>) -> Result<Self, Failure> {
        let mode = config.variable_or_setting("AWS_RETRY_MODE", "retry_mode");
        let is_adaptive = match mode.as_deref() {
            None | Some("standard") => false,
            Some("adaptive") => true,
            Some(mode) => {
                return Err(Failure::General(format!(
                    "Invalid value provided to \"mode\": \"{mode}\" must be one of: \"standard\" or \"adaptive\""
                )));
            }
        };
        let most = match config.variable_or_setting("AWS_MAX_ATTEMPTS", "max_attempts") {
            None => USUAL_ATTEMPTS,
            Some(text) => most_attempts(int(&text).map_err(Failure::General)?)?,
        };
        Ok(Self::new(most, is_adaptive, clock))
    }

    /// From now on every call is made once.
    pub(crate) fn allow_none(&mut self) {
        self.most = 1;
    }

    fn new(most: u32, is_adaptive: bool, clock: Box<dyn Clock>) -> Self {
        Self {
            most,
            quota: QUOTA,
            limiter: is_adaptive.then(|| Limiter::new(clock.seconds())),
            clock,
        }
    }

    /// Begins an attempt: in adaptive mode, as soon as the pace allows it.
    pub(crate) fn begin(&mut self, attempts: &mut Attempts) {
        attempts.count += 1;
        if let Some(limiter) = &mut self.limiter {
            limiter.wait_for_turn(self.clock.as_ref());
        }
    }

    /// Decides what follows an attempt, and waits if it is another one.
    pub(crate) fn end(&mut self, attempts: &mut Attempts, ending: Ending) -> Next {
        if let Some(limiter) = &mut self.limiter {
            limiter.answered(self.clock.seconds(), is_throttled(ending));
        }
        let allows_no_more = attempts.count >= self.most;
        let cost = match ending {
            Ending::Done => {
                let regained = attempts.paid.unwrap_or(REWARD);
                self.quota = QUOTA.min(self.quota + regained);
                return Next::Stop { allows_no_more };
            }
            Ending::Refused { status, code } if !may_pass(status, code) => {
                return Next::Stop { allows_no_more };
            }
            Ending::Refused { .. } | Ending::Broken { timed_out: false } => COST,
            Ending::Broken { timed_out: true } => COST_AFTER_TIMEOUT,
        };
        if allows_no_more || self.quota < cost {
            return Next::Stop { allows_no_more };
        }
        self.quota -= cost;
        attempts.paid = Some(cost);
        self.clock.wait(wait_after(attempts.count));
        Next::Again
    }
}

fn most_attempts(most: i64) -> Result<u32, Failure> {
    match u32::try_from(most) {
        Ok(most) if most > 0 => Ok(most),
        Ok(_) | Err(_) => Err(Failure::General(format!(
            "Value provided to \"max_attempts\": {most} must be an integer greater than or equal to one."
        ))),
    }
}

fn is_throttled(ending: Ending) -> bool {
    match ending {
        Ending::Refused { code, .. } => THROTTLING.contains(&code),
        Ending::Done | Ending::Broken { .. } => false,
    }
}

/// Whether a refusal with this status and code may pass.
fn may_pass(status: u16, code: &str) -> bool {
    matches!(status, 500 | 502 | 503 | 504) || THROTTLING.contains(&code) || PASSING.contains(&code)
}

/// How long to wait after this many attempts: at random, up to twice as long each time.
fn wait_after(attempts: u32) -> Duration {
    let most = f64::from(2_u32.saturating_pow(attempts.saturating_sub(1)));
    Duration::from_secs_f64((fastrand::f64() * most).min(LONGEST_WAIT_SECONDS))
}

#[cfg(test)]
pub(crate) mod tests {
    use std::cell::{Cell, RefCell};
    use std::rc::Rc;

    use super::*;

    /// A clock whose time passes only by waiting, and that remembers how long that was.
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

    /// Retries that wait by a stopwatch.
    pub(crate) fn retries(most: u32, is_adaptive: bool, clock: &Stopwatch) -> Retries {
        Retries::new(most, is_adaptive, Box::new(clock.clone()))
    }

    const BUSY: Ending = Ending::Refused {
        status: 503,
        code: "ServiceUnavailable",
    };
    const THROTTLED: Ending = Ending::Refused {
        status: 429,
        code: "TooManyRequestsException",
    };
    const TIMED_OUT: Ending = Ending::Broken { timed_out: true };

    /// Makes a call whose attempts end like this, the last one again and again; returns how many there were.
    fn call(retries: &mut Retries, endings: &[Ending]) -> (u32, Next) {
        let mut attempts = Attempts::default();
        loop {
            retries.begin(&mut attempts);
            let place = (attempts.count as usize).min(endings.len());
            match retries.end(&mut attempts, endings[place - 1]) {
                Next::Again => {}
                stop @ Next::Stop { .. } => return (attempts.count, stop),
            }
        }
    }

    #[test]
    fn the_profile_says_how_often_and_how() {
        let configured =
            |settings: &[_]| Retries::configured(&Config::of(settings), Box::new(Stopwatch::default()));
        let retries = configured(&[]).ok().unwrap();
        assert_eq!((retries.most, retries.limiter.is_none()), (3, true));
        let retries = configured(&[("max_attempts", "7"), ("retry_mode", "adaptive")])
            .ok()
            .unwrap();
        assert_eq!((retries.most, retries.limiter.is_some()), (7, true));

        for (setting, value, complaint) in [
            (
                "retry_mode",
                "legacy",
                "\"legacy\" must be one of: \"standard\" or \"adaptive\"",
            ),
            (
                "max_attempts",
                "0",
                "0 must be an integer greater than or equal to one.",
            ),
            (
                "max_attempts",
                "often",
                "invalid literal for int() with base 10: 'often'",
            ),
        ] {
            let told = configured(&[(setting, value)]).err().unwrap().text();
            assert!(told.contains(complaint), "{told}");
        }
    }

    #[test]
    fn waits_grow_up_to_their_limit() {
        let clock = Stopwatch::default();
        let (attempts, next) = call(&mut retries(40, false, &clock), &[BUSY]);

        assert_eq!((attempts, next), (40, Next::Stop { allows_no_more: true }));
        let waits = clock.waits.borrow();
        assert_eq!(waits.len(), 39);
        for (wait, doublings) in waits.iter().zip(0..) {
            let longest = 2_f64.powi(doublings).min(LONGEST_WAIT_SECONDS);
            assert!(wait.as_secs_f64() <= longest, "{wait:?} > {longest} s");
        }
    }

    #[test]
    fn what_cannot_pass_is_not_tried_again() {
        let unknown = Ending::Refused {
            status: 404,
            code: "ResourceNotFoundException",
        };
        let clock = Stopwatch::default();
        let mut retries = retries(3, false, &clock);
        assert_eq!(
            call(&mut retries, &[unknown]),
            (
                1,
                Next::Stop {
                    allows_no_more: false
                }
            )
        );
        assert_eq!(call(&mut retries, &[THROTTLED, unknown]).0, 2);
        let slow = Ending::Refused {
            status: 400,
            code: "RequestTimeout",
        };
        assert_eq!(call(&mut retries, &[slow]).0, 3);
    }

    #[test]
    fn the_quota_ends_retries_of_a_service_that_stays_busy() {
        let mut retries = retries(1000, false, &Stopwatch::default());
        assert_eq!(
            call(&mut retries, &[BUSY]),
            (
                101,
                Next::Stop {
                    allows_no_more: false
                }
            )
        );
        assert_eq!(
            call(&mut retries, &[BUSY]).0,
            1,
            "it holds for the calls to follow"
        );
    }

    #[test]
    fn time_outs_cost_twice_as_much() {
        let mut retries = retries(1000, false, &Stopwatch::default());
        assert_eq!(call(&mut retries, &[TIMED_OUT]).0, 51);
    }

    #[test]
    fn success_gives_back_what_the_last_retry_cost_or_a_little() {
        let mut retries = retries(1000, false, &Stopwatch::default());
        call(&mut retries, &[BUSY]);
        for _ in 0..4 {
            call(&mut retries, &[Ending::Done]);
        }
        assert_eq!(
            call(&mut retries, &[BUSY]).0,
            1,
            "four are not enough for a retry"
        );
        call(&mut retries, &[Ending::Done]);
        assert_eq!(
            call(&mut retries, &[BUSY, BUSY, Ending::Done]).0,
            2,
            "five are enough for one"
        );
        for _ in 0..5 {
            call(&mut retries, &[Ending::Done]);
        }
        assert_eq!(call(&mut retries, &[BUSY, Ending::Done]).0, 2);
        assert_eq!(
            call(&mut retries, &[BUSY, Ending::Done]).0,
            2,
            "what it cost has come back"
        );
    }

    #[test]
    fn adaptive_mode_slows_down_once_throttled() {
        let clock = Stopwatch::default();
        let mut retries = retries(1, true, &clock);
        for _ in 0..100 {
            call(&mut retries, &[Ending::Done]);
            clock.pass(0.1);
        }
        assert!(clock.waits.borrow().is_empty(), "nobody has complained");

        for _ in 0..3 {
            call(&mut retries, &[THROTTLED]);
        }
        clock.waits.borrow_mut().clear();
        let start = clock.seconds();
        for _ in 0..20 {
            call(&mut retries, &[Ending::Done]);
        }

        let pace = 20.0 / (clock.seconds() - start);
        assert!((0.5..9.0).contains(&pace), "{pace} requests per second after ten");
    }

    #[test]
    fn standard_mode_keeps_its_pace() {
        let clock = Stopwatch::default();
        let mut retries = retries(1, false, &clock);
        for _ in 0..20 {
            call(&mut retries, &[THROTTLED]);
        }
        assert!(clock.waits.borrow().is_empty());
    }
}
