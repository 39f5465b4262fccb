//! Holds computations up until a test lets them go on.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

use tokio::sync::Semaphore;

/// What every computation of a roster passes before it begins.
#[derive(Clone, Default)]
pub(crate) struct Hold(Arc<State>);

struct State {
    holds: Mutex<bool>,
    released: Condvar,
    arrivals: Semaphore,
}

impl Default for State {
    fn default() -> Self {
        Self {
            holds: Mutex::default(),
            released: Condvar::new(),
            arrivals: Semaphore::new(0),
        }
    }
}

impl Hold {
    /// Waits until they may go on.
    pub(crate) fn pass(&self) {
        let mut holds = self.0.holds.lock().unwrap_or_else(PoisonError::into_inner);
        if *holds {
            self.0.arrivals.add_permits(1);
        }
        while *holds {
            holds = self
                .0
                .released
                .wait(holds)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    pub(crate) fn begin(&self) -> Held {
        self.set(true);
        Held(self.clone())
    }

    fn set(&self, holds: bool) {
        *self.0.holds.lock().unwrap_or_else(PoisonError::into_inner) = holds;
        self.0.released.notify_all();
    }
}

/// Computations are held up as long as this is kept.
pub struct Held(Hold);

impl Held {
    /// Waits until another computation is held up.
    pub async fn arrival(&self) {
        self.0
            .0
            .arrivals
            .acquire()
            .await
            .expect("it is not closed")
            .forget();
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.set(false);
    }
}
