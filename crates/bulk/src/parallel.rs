//! Work on many items by several threads.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use roster_client::Clock;

use crate::error::Error;
use crate::pace::Pace;
use crate::patience::{Failure, Patient};
use crate::service::Service;

/// What all threads share.
#[derive(Clone, Copy)]
pub struct Work<'a> {
    /// The service that is called.
    pub service: &'a dyn Service,
    /// The run that the calls belong to.
    pub run: Option<&'a str>,
    /// The rate of calls.
    pub pace: &'a Pace,
    /// What waits are timed by.
    pub clock: &'a (dyn Clock + Sync),
    /// Set when the user interrupts.
    pub interrupt: &'a AtomicBool,
    /// How many calls may be under way at once.
    pub in_flight: NonZeroUsize,
}

impl Work<'_> {
    /// Makes calls from this thread.
    pub(crate) fn here<T>(&self, calls: impl FnOnce(&Patient<'_>) -> Result<T, Error>) -> Result<T, Error> {
        calls(&Patient::new(self.service.open(self.run)?, self))
    }

    /// Works on every item. The first error ends the work; items under way are finished.
    pub(crate) fn on_each<T: Sync>(
        &self,
        items: &[T],
        work: impl Fn(&Patient<'_>, &T) -> Result<(), Error> + Sync,
    ) -> Result<(), Error> {
        let next = AtomicUsize::new(0);
        let first_error = Mutex::new(None);
        let fail = |error| {
            let mut first_error = first_error.lock().unwrap_or_else(PoisonError::into_inner);
            first_error.get_or_insert(error);
            next.store(items.len(), Ordering::Relaxed);
        };
        let threads = self.in_flight.get().min(items.len());
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    let patient = match self.service.open(self.run) {
                        Ok(calls) => Patient::new(calls, self),
                        Err(error) => return fail(error.into()),
                    };
                    while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                        if let Err(error) = work(&patient, item) {
                            return fail(error);
                        }
                    }
                });
            }
        });
        let first_error = first_error.into_inner().unwrap_or_else(PoisonError::into_inner);
        first_error.map_or(Ok(()), Err)
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(error) | Failure::Unknown(error) | Failure::Fatal(error) => Self::Client(error),
            Failure::Interrupted => Self::Interrupted,
        }
    }
}
