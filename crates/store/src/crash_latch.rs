//! The first crash of a thread of an engine.

use std::future::pending;
use std::sync::{Arc, OnceLock};

use roster_domain::BoxFuture;
use tokio::sync::watch;

use crate::error::StoreError;

/// Keeps the first crash of an engine, and wakes all that wait for one. Clones are the same latch.
#[derive(Clone, Default)]
pub struct CrashLatch(Arc<Latch>);

#[derive(Default)]
struct Latch {
    crash: OnceLock<StoreError>,
    is_set: watch::Sender<bool>,
}

impl CrashLatch {
    /// Keeps a crash, unless there was one before.
    pub fn set(&self, crash: StoreError) {
        if self.0.crash.set(crash).is_ok() {
            self.0.is_set.send_replace(true);
        }
    }

    /// The first crash.
    pub fn get(&self) -> Option<&StoreError> {
        self.0.crash.get()
    }

    /// Ends at the first crash, or at once if there was one.
    pub fn crashed(&self) -> BoxFuture<'static, ()> {
        let mut is_set = self.0.is_set.subscribe();
        Box::pin(async move {
            if is_set.wait_for(|is_set| *is_set).await.is_err() {
                // An engine that is gone crashes no more.
                pending::<()>().await;
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    fn is_ready(future: &mut BoxFuture<'static, ()>) -> bool {
        let mut context = Context::from_waker(Waker::noop());
        matches!(pin!(future).poll(&mut context), Poll::Ready(()))
    }

    #[test]
    fn the_first_crash_is_kept_and_ends_all_waits() {
        let latch = CrashLatch::default();
        let mut waits = [latch.crashed(), latch.clone().crashed()];
        assert_eq!(waits.each_mut().map(is_ready), [false, false]);

        for thread in ["first", "second"] {
            latch.set(StoreError::Crashed(thread.to_owned()));
        }

        assert_eq!(latch.get(), Some(&StoreError::Crashed("first".to_owned())));
        assert_eq!(waits.each_mut().map(is_ready), [true, true]);
        assert!(is_ready(&mut latch.crashed()), "a late wait");
    }

    #[test]
    fn the_end_of_an_engine_is_no_crash() {
        let latch = CrashLatch::default();
        let mut wait = latch.crashed();

        drop(latch);

        assert!(!is_ready(&mut wait));
    }
}
