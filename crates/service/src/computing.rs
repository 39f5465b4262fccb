//! Where long computations run: a few at once, on threads of their own, so that however long one takes, it
//! delays neither the store nor other requests.

use std::sync::Arc;

use roster_store::StoreError;
use tokio::sync::Semaphore;

use crate::interrupt::Interrupt;
use crate::refusal::Refusal;

/// How many computations run at once.
const AT_ONCE: usize = 2;
/// How many there may be with those that wait for their turn. More are refused at once.
const MOST: usize = 32;

/// What is left to do when everything is read.
pub(crate) type Computation<R> = Box<dyn FnOnce(&Interrupt) -> Result<R, Refusal> + Send>;

/// Where computations run.
#[derive(Clone)]
pub struct Computing {
    permits: Arc<Semaphore>,
    places: Arc<Semaphore>,
    before_each: Arc<dyn Fn() + Send + Sync>,
}

impl Default for Computing {
    fn default() -> Self {
        Self::after(|| {})
    }
}

impl Computing {
    /// Computations that each begin with this, on the thread that computes: a test can hold them up there.
    pub fn after(before_each: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            permits: Arc::new(Semaphore::new(AT_ONCE)),
            places: Arc::new(Semaphore::new(MOST)),
            before_each: Arc::new(before_each),
        }
    }

    /// Runs a computation, until it ends or is interrupted.
    pub(crate) async fn run<R: Send + 'static>(
        &self,
        computation: Computation<R>,
        interrupt: Interrupt,
    ) -> Result<R, Refusal> {
        let _place = self.places.try_acquire().map_err(|_| StoreError::Overloaded)?;
        let permit = Arc::clone(&self.permits).acquire_owned().await;
        let permit = permit.map_err(|error| StoreError::Engine(error.to_string()))?;
        let before_each = Arc::clone(&self.before_each);
        let computing = tokio::task::spawn_blocking(move || {
            let _until_it_ends = permit;
            before_each();
            computation(&interrupt)
        });
        computing
            .await
            .unwrap_or_else(|error| Err(StoreError::Engine(error.to_string()).into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_computation_that_is_interrupted_ends() {
        let (started, is_started) = tokio::sync::oneshot::channel();
        let endless: Computation<()> = Box::new(move |interrupt| {
            let _ = started.send(());
            while interrupt.check().is_ok() {
                std::thread::yield_now();
            }
            interrupt.check()
        });
        let interrupt = Interrupt::default();
        let caller = interrupt.on_drop();

        let computing = Computing::default();
        let (result, ()) = tokio::join!(computing.run(endless, interrupt), async move {
            is_started.await.expect("it starts");
            drop(caller);
        });

        assert!(matches!(result, Err(Refusal::GivenUp)));
    }
}
