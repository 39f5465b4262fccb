//! The only source of time.

use std::future::{pending, poll_fn, ready};
use std::pin::pin;
use std::task::Poll;
use std::time::{Duration, Instant, SystemTime};

use crate::future::BoxFuture;

/// The time.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> SystemTime;

    /// The present moment on a monotonic clock: for deadlines and durations.
    fn instant(&self) -> Instant;

    /// Ends when as much time has passed as there is, at the call, until the deadline; at once if it has passed.
    ///
    /// If the clock is set meanwhile, the wait gets neither longer nor shorter: [`now`](Self::now) may then show
    /// another time than the deadline. Work that is due at a time of day looks at `now` again after the wait, and does
    /// not wait for long.
    fn sleep_until(&self, deadline: SystemTime) -> BoxFuture<'static, ()>;

    /// Ends when so much time has passed since the call.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        match self.now().checked_add(duration) {
            Some(deadline) => self.sleep_until(deadline),
            None => Box::pin(pending()),
        }
    }
}

/// Awaits a future for so long at most. `None` if it was not ready by then; it is dropped. A future that is ready at
/// once costs no sleep.
pub async fn timeout<F: Future>(clock: &dyn Clock, limit: Duration, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut end = None;
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => {
            let end = end.get_or_insert_with(|| clock.sleep(limit));
            end.as_mut().poll(context).map(|()| None)
        }
    })
    .await
}

/// Awaits a future until a moment on [`Clock::instant`]. `None` if it was not ready by then; it is dropped.
pub async fn timeout_at<F: Future>(clock: &dyn Clock, deadline: Instant, future: F) -> Option<F::Output> {
    let limit = deadline.saturating_duration_since(clock.instant());
    timeout(clock, limit, future).await
}

/// The machine's clock. It sleeps by the timer of the tokio runtime that it is called in, which is monotonic.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "this is the clock")]
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn instant(&self) -> Instant {
        Instant::now()
    }

    fn sleep_until(&self, deadline: SystemTime) -> BoxFuture<'static, ()> {
        match deadline.duration_since(self.now()) {
            Ok(remaining) => self.sleep(remaining),
            Err(_) => Box::pin(ready(())),
        }
    }

    #[allow(clippy::disallowed_methods, reason = "this is the clock")]
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::Instant;

    use super::*;

    const MINUTE: Duration = Duration::from_mins(1);

    #[tokio::test(start_paused = true)]
    async fn a_sleep_takes_its_duration() {
        let start = Instant::now();

        SystemClock.sleep(MINUTE).await;

        assert_eq!(start.elapsed(), MINUTE);
    }

    #[tokio::test(start_paused = true)]
    async fn a_sleep_until_a_deadline_takes_the_time_until_then() {
        let start = Instant::now();

        SystemClock.sleep_until(SystemClock.now() + MINUTE).await;

        // The machine's clock goes on between the two looks at it, and the timer counts milliseconds.
        assert!(start.elapsed() <= MINUTE + Duration::from_millis(1));
        assert!(start.elapsed() > MINUTE / 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_deadline_in_the_past_is_not_waited_for() {
        let start = Instant::now();

        SystemClock.sleep_until(SystemTime::UNIX_EPOCH).await;

        assert_eq!(start.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn a_timeout_at_a_moment_ends_then() {
        let start = Instant::now();
        let deadline = SystemClock.instant() + MINUTE;

        assert_eq!(timeout_at(&SystemClock, deadline, pending::<()>()).await, None);

        // The machine's clock goes on between the two looks at it, and the timer counts milliseconds.
        assert!(start.elapsed() <= MINUTE + Duration::from_millis(1));
        assert!(start.elapsed() > MINUTE / 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_timeout_ends_a_future_that_takes_too_long_and_no_other() {
        assert_eq!(timeout(&SystemClock, MINUTE, pending::<()>()).await, None);
        let slow = SystemClock.sleep(MINUTE / 2);
        assert_eq!(timeout(&SystemClock, MINUTE, slow).await, Some(()));
    }
}
