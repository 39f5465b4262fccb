//! The timer of hyper's time-outs, on the injected clock.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use hyper::rt::{Sleep, Timer};
use roster_domain::BoxFuture;
use roster_domain::clock::Clock;

/// A timer on a clock.
pub(crate) struct ClockTimer(pub(crate) Arc<dyn Clock>);

impl Timer for ClockTimer {
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Sleep>> {
        Box::pin(ClockSleep(Mutex::new(self.0.sleep(duration))))
    }

    fn sleep_until(&self, deadline: Instant) -> Pin<Box<dyn Sleep>> {
        self.sleep(deadline.saturating_duration_since(self.now()))
    }

    fn now(&self) -> Instant {
        self.0.instant()
    }
}

/// A sleep of the clock, behind a lock that is never taken, because hyper requires [`Sync`].
struct ClockSleep(Mutex<BoxFuture<'static, ()>>);

impl Future for ClockSleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let sleep = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        sleep.as_mut().poll(context)
    }
}

impl Sleep for ClockSleep {}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;
    use roster_testkit::SteppedClock;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn timer() -> (Arc<SteppedClock>, ClockTimer) {
        let clock = Arc::new(SteppedClock::default());
        (Arc::clone(&clock), ClockTimer(clock))
    }

    fn is_over(sleep: &mut Pin<Box<dyn Sleep>>) -> bool {
        sleep.as_mut().now_or_never().is_some()
    }

    #[test]
    fn a_sleep_ends_at_its_deadline() {
        let (clock, timer) = timer();
        let mut sleep = timer.sleep(SECOND * 2);

        clock.advance(SECOND);
        assert!(!is_over(&mut sleep));
        clock.advance(SECOND);
        assert!(is_over(&mut sleep));
    }

    #[test]
    fn a_deadline_that_is_moved_back_counts_although_the_earlier_one_passes() {
        let (clock, timer) = timer();
        let mut sleep = timer.sleep(SECOND * 2);
        clock.advance(SECOND);

        timer.reset(&mut sleep, timer.now() + SECOND * 2);

        clock.advance(SECOND);
        assert!(!is_over(&mut sleep));
        clock.advance(SECOND);
        assert!(is_over(&mut sleep));
    }

    #[test]
    fn a_deadline_that_is_moved_forward_counts() {
        let (clock, timer) = timer();
        let mut sleep = timer.sleep(SECOND * 60);

        timer.reset(&mut sleep, timer.now() + SECOND);

        assert!(!is_over(&mut sleep));
        clock.advance(SECOND);
        assert!(is_over(&mut sleep));
    }
}
