//! The timer of hyper's time-outs, on the injected clock.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use hyper::rt::{Sleep, Timer};
use roster_domain::BoxFuture;
use roster_domain::clock::Clock;

/// A timer on a clock.
pub(crate) struct ClockTimer(pub(crate) Arc<dyn Clock>);

impl Timer for ClockTimer {
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Sleep>> {
        self.sleep_until(self.now() + duration)
    }

    fn sleep_until(&self, deadline: Instant) -> Pin<Box<dyn Sleep>> {
        Box::pin(ClockSleep::new(Arc::clone(&self.0), deadline))
    }

    fn now(&self) -> Instant {
        self.0.instant()
    }

    fn reset(&self, sleep: &mut Pin<Box<dyn Sleep>>, deadline: Instant) {
        match sleep.as_mut().downcast_mut_pin::<ClockSleep>() {
            Some(mut sleep) => sleep.set_deadline(deadline),
            None => *sleep = self.sleep_until(deadline),
        }
    }
}

/// A sleep whose deadline can be moved. hyper moves it for each head on a connection, so that must cost nothing: a sleep
/// until an earlier deadline goes on, and only when it has ended another one begins.
struct ClockSleep {
    clock: Arc<dyn Clock>,
    deadline: Instant,
    /// Behind a lock that is never taken, because hyper requires [`Sync`].
    sleep: Mutex<BoxFuture<'static, ()>>,
}

impl ClockSleep {
    fn new(clock: Arc<dyn Clock>, deadline: Instant) -> Self {
        let sleep = sleep_until(&*clock, deadline);
        Self {
            clock,
            deadline,
            sleep: Mutex::new(sleep),
        }
    }

    fn set_deadline(&mut self, deadline: Instant) {
        if deadline < self.deadline {
            *self.sleep() = sleep_until(&*self.clock, deadline);
        }
        self.deadline = deadline;
    }

    fn sleep(&mut self) -> &mut BoxFuture<'static, ()> {
        self.sleep.get_mut().unwrap_or_else(PoisonError::into_inner)
    }
}

fn sleep_until(clock: &dyn Clock, deadline: Instant) -> BoxFuture<'static, ()> {
    clock.sleep(deadline.saturating_duration_since(clock.instant()))
}

impl Future for ClockSleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        while self.clock.instant() < self.deadline {
            ready!(self.sleep().as_mut().poll(context));
            let next = sleep_until(&*self.clock, self.deadline);
            *self.sleep() = next;
        }
        Poll::Ready(())
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
