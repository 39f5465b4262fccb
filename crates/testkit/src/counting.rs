//! Randomness under a test's control.

use std::sync::atomic::{AtomicU64, Ordering};

use roster_domain::random::Random;

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
