//! Time and randomness under a test's control.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use roster_domain::clock::Clock;
use roster_domain::random::Random;

/// A clock that stands still until it is moved.
pub struct SteppedClock(Mutex<SystemTime>);

impl SteppedClock {
    /// A clock that stands at 21 November 2026, 10:15:30 UTC.
    pub(crate) fn new() -> Self {
        Self(Mutex::new(
            SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_256_130),
        ))
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: Duration) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) += by;
    }
}

impl Clock for SteppedClock {
    fn now(&self) -> SystemTime {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Randomness that counts: ids made of it start with the seed and end with 1, 2, 3….
pub(crate) struct Counting {
    seed: u8,
    drawn: AtomicU64,
}

impl Counting {
    pub(crate) fn new(seed: u8) -> Self {
        Self {
            seed,
            drawn: AtomicU64::new(0),
        }
    }
}

impl Random for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        let number = self.drawn.fetch_add(1, Ordering::Relaxed) + 1;
        let digits = number.to_be_bytes();
        bytes.fill(self.seed);
        let length = bytes.len().min(digits.len());
        let end = bytes.len() - length;
        bytes[end..].copy_from_slice(&digits[digits.len() - length..]);
    }
}
