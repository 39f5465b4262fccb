//! Sends a batch again until it is acknowledged.

use std::ops::ControlFlow;
use std::time::Duration;

use thiserror::Error;

use crate::event::Event;
use crate::target::{SendError, Target};

/// The wait after the first failure. It doubles with each further one.
const FIRST_WAIT: Duration = Duration::from_secs(1);

/// The longest wait that is chosen here.
const MAX_WAIT: Duration = Duration::from_mins(1);

/// The longest wait that a target can ask for.
const MAX_RETRY_AFTER: Duration = Duration::from_hours(1);

/// Waits between attempts.
pub trait Wait {
    /// Waits so long. Breaks if the export is to stop.
    fn wait(&self, duration: Duration) -> ControlFlow<()>;
}

/// How a batch ended that did not fail for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acceptance {
    /// The target has acknowledged it.
    Acknowledged,
    /// The export is to stop; the batch may have arrived or not.
    Stopped,
}

/// Why a batch is not sent again.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{error}, at attempt {attempt}")]
pub struct GaveUp {
    /// What the last attempt ended with.
    pub error: SendError,
    /// Its number, from 1.
    pub attempt: u32,
}

/// Sends batches with exponentially growing waits, of which a random part is left out, so that many senders do not come together.
pub struct Retry {
    max_attempts: Option<u32>,
    random: fastrand::Rng,
}

impl Retry {
    /// Sends each batch so often at most; without a limit, until it is acknowledged.
    pub fn new(max_attempts: Option<u32>, random: fastrand::Rng) -> Self {
        Self { max_attempts, random }
    }

    /// Sends a batch until it is acknowledged. Calls `report` with each failure and the wait after it.
    pub fn send(
        &mut self,
        target: &mut dyn Target,
        batch: &[Event],
        wait: &dyn Wait,
        report: &mut dyn FnMut(&SendError, Duration),
    ) -> Result<Acceptance, GaveUp> {
        let mut attempt = 1;
        loop {
            let error = match target.send(batch) {
                Ok(()) => return Ok(Acceptance::Acknowledged),
                Err(error) => error,
            };
            let is_last = self.max_attempts.is_some_and(|max| attempt >= max);
            let asked = match &error {
                SendError::Temporary { retry_after, .. } if !is_last => retry_after.unwrap_or_default(),
                SendError::Temporary { .. } | SendError::Permanent(_) => {
                    return Err(GaveUp { error, attempt });
                }
            };
            let pause = self.back_off(attempt).max(asked.min(MAX_RETRY_AFTER));
            report(&error, pause);
            if wait.wait(pause).is_break() {
                return Ok(Acceptance::Stopped);
            }
            attempt = attempt.saturating_add(1);
        }
    }

    /// Between half of the wait and all of it.
    fn back_off(&mut self, attempt: u32) -> Duration {
        let doublings = 2_u32.saturating_pow(attempt - 1);
        let longest = FIRST_WAIT.saturating_mul(doublings).min(MAX_WAIT);
        longest.mul_f64(0.5 + self.random.f64() / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    /// A target with a list of what becomes of its batches.
    struct Answers(Vec<Result<(), SendError>>);

    impl Target for Answers {
        fn send(&mut self, _: &[Event]) -> Result<(), SendError> {
            self.0.remove(0)
        }
    }

    /// Notes the waits, and stops after some.
    struct Waits {
        waited: RefCell<Vec<Duration>>,
        stop_after: usize,
    }

    impl Wait for Waits {
        fn wait(&self, duration: Duration) -> ControlFlow<()> {
            let mut waited = self.waited.borrow_mut();
            waited.push(duration);
            if waited.len() < self.stop_after {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        }
    }

    fn send(
        max_attempts: Option<u32>,
        answers: Vec<Result<(), SendError>>,
        stop_after: usize,
    ) -> (Result<Acceptance, GaveUp>, Vec<Duration>) {
        let waits = Waits {
            waited: RefCell::default(),
            stop_after,
        };
        let mut retry = Retry::new(max_attempts, fastrand::Rng::with_seed(1));
        let sent = retry.send(&mut Answers(answers), &[], &waits, &mut |_, _| {});
        (sent, waits.waited.into_inner())
    }

    fn unavailable() -> Result<(), SendError> {
        Err(SendError::temporary("503"))
    }

    #[test]
    fn waits_grow_to_a_minute_and_are_shortened_by_half_at_most() {
        let answers = [vec![unavailable(); 9], vec![Ok(())]].concat();

        let (sent, waited) = send(None, answers, usize::MAX);

        assert_eq!(sent, Ok(Acceptance::Acknowledged));
        let longest = [1, 2, 4, 8, 16, 32, 60, 60, 60].map(Duration::from_secs);
        assert_eq!(waited.len(), longest.len());
        for (waited, longest) in waited.iter().zip(longest) {
            assert!(
                *waited <= longest && *waited >= longest / 2,
                "{waited:?} of {longest:?}"
            );
        }
    }

    #[test]
    fn a_target_that_asks_for_a_longer_wait_gets_it_up_to_an_hour() {
        let asks = |wait| {
            Err(SendError::Temporary {
                reason: "429".to_owned(),
                retry_after: Some(wait),
            })
        };
        let answers = vec![
            asks(Duration::from_secs(30)),
            asks(Duration::from_hours(100)),
            Ok(()),
        ];

        let (_, waited) = send(None, answers, usize::MAX);

        assert_eq!(waited, [Duration::from_secs(30), Duration::from_hours(1)]);
    }

    #[test]
    fn attempts_end_with_their_number_with_a_permanent_failure_and_with_a_stop() {
        let (sent, waited) = send(Some(3), vec![unavailable(); 3], usize::MAX);
        let error = SendError::temporary("503");
        assert_eq!((sent, waited.len()), (Err(GaveUp { error, attempt: 3 }), 2));

        let error = SendError::Permanent("401".to_owned());
        let (sent, waited) = send(None, vec![Err(error.clone())], usize::MAX);
        assert_eq!((sent, waited.len()), (Err(GaveUp { error, attempt: 1 }), 0));

        let (sent, waited) = send(None, vec![unavailable(); 2], 2);
        assert_eq!((sent, waited.len()), (Ok(Acceptance::Stopped), 2));
    }
}
