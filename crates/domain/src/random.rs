//! The only source of randomness.

use ring::rand::{SecureRandom, SystemRandom};

/// Where random bytes come from.
pub trait Random: Send + Sync {
    /// Fills `bytes` with unpredictable bytes.
    fn fill(&self, bytes: &mut [u8]);
}

/// The machine's generator.
#[derive(Clone, Debug)]
pub struct SystemEntropy(SystemRandom);

impl Default for SystemEntropy {
    fn default() -> Self {
        Self(SystemRandom::new())
    }
}

impl Random for SystemEntropy {
    /// # Panics
    ///
    /// If the machine has no randomness to give: no secret made then could be trusted.
    fn fill(&self, bytes: &mut [u8]) {
        self.0
            .fill(bytes)
            .expect("the operating system gives random bytes");
    }
}
