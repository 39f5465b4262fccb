//! Time under a test's control.

use std::future::{pending, ready};
use std::time::{Duration, Instant, SystemTime};

use roster_domain::BoxFuture;
use roster_domain::clock::Clock;
use tokio::sync::{oneshot, watch};

/// A clock that stands still until it is moved.
pub struct SteppedClock(watch::Sender<State>);

struct State {
    /// The time that it showed when nothing had passed.
    start: SystemTime,
    /// The moment at which nothing had passed.
    first: Instant,
    /// How much time has passed.
    passed: Duration,
    /// In the order in which they wake.
    sleepers: Vec<Sleeper>,
}

struct Sleeper {
    /// How much time has passed when it wakes.
    end: Duration,
    wake: oneshot::Sender<()>,
}

impl State {
    fn now(&self) -> SystemTime {
        self.start + self.passed
    }

    /// How long each sleeper that still waits has to sleep.
    fn remaining(&self) -> impl Iterator<Item = Duration> {
        let waiting = self.sleepers.iter().filter(|sleeper| !sleeper.wake.is_closed());
        waiting.map(|sleeper| sleeper.end.saturating_sub(self.passed))
    }

    fn add(&mut self, end: Duration, wake: oneshot::Sender<()>) {
        self.sleepers.retain(|sleeper| !sleeper.wake.is_closed());
        let place = self.sleepers.partition_point(|sleeper| sleeper.end <= end);
        self.sleepers.insert(place, Sleeper { end, wake });
    }

    fn advance(&mut self, by: Duration) {
        self.passed += by;
        let awake = self
            .sleepers
            .partition_point(|sleeper| sleeper.end <= self.passed);
        for sleeper in self.sleepers.drain(..awake) {
            // A sleep that was given up needs no waking.
            _ = sleeper.wake.send(());
        }
    }
}

impl Default for SteppedClock {
    /// A clock that stands at 21 November 2026, 10:15:30 UTC.
    fn default() -> Self {
        let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_256_130);
        Self(watch::Sender::new(State {
            start,
            first: Instant::now(),
            passed: Duration::ZERO,
            sleepers: Vec::new(),
        }))
    }
}

impl SteppedClock {
    /// Lets time pass, and wakes the sleepers whose time has come, the earliest first.
    pub fn advance(&self, by: Duration) {
        self.0.send_modify(|state| state.advance(by));
    }

    /// Sets it forward or back, as an administrator does. No time passes, so no sleep gets shorter or longer.
    pub fn set(&self, now: SystemTime) {
        self.0.send_modify(|state| state.start = now - state.passed);
    }

    /// Waits until there are at least so many sleepers.
    pub async fn until_asleep(&self, sleepers: usize) {
        self.until(|state| state.remaining().count() >= sleepers).await;
    }

    /// Waits until there is a sleeper that wakes in exactly so much time.
    pub async fn until_asleep_for(&self, duration: Duration) {
        self.until(|state| state.remaining().any(|remaining| remaining == duration))
            .await;
    }

    async fn until(&self, is_so: impl Fn(&State) -> bool) {
        let mut states = self.0.subscribe();
        states.wait_for(is_so).await.expect("the clock is there");
    }
}

impl Clock for SteppedClock {
    fn now(&self) -> SystemTime {
        self.0.borrow().now()
    }

    fn instant(&self) -> Instant {
        let state = self.0.borrow();
        state.first + state.passed
    }

    fn sleep_until(&self, deadline: SystemTime) -> BoxFuture<'static, ()> {
        let (wake, woken) = oneshot::channel();
        let sleeps = self
            .0
            .send_if_modified(|state| match deadline.duration_since(state.now()) {
                Ok(remaining) if !remaining.is_zero() => {
                    state.add(state.passed + remaining, wake);
                    true
                }
                _ => false,
            });
        if !sleeps {
            return Box::pin(ready(()));
        }
        Box::pin(async {
            // A clock that is gone wakes nobody.
            if woken.await.is_err() {
                pending::<()>().await;
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// Sleepers that say when they wake.
    #[derive(Clone, Default)]
    struct Diary(Arc<Mutex<Vec<u32>>>);

    impl Diary {
        fn sleeper(&self, clock: &Arc<SteppedClock>, seconds: u32) -> tokio::task::JoinHandle<()> {
            let (diary, clock) = (self.clone(), Arc::clone(clock));
            tokio::spawn(async move {
                clock.sleep(SECOND * seconds).await;
                diary.0.lock().unwrap().push(seconds);
            })
        }

        fn read(&self) -> Vec<u32> {
            self.0.lock().unwrap().clone()
        }
    }

    #[tokio::test]
    async fn sleepers_wake_in_the_order_of_time() {
        let (clock, diary) = (Arc::new(SteppedClock::default()), Diary::default());
        let sleepers = [3, 1, 4, 2].map(|seconds| diary.sleeper(&clock, seconds));
        clock.until_asleep(4).await;

        clock.advance(SECOND * 3);

        let [third, first, fourth, second] = sleepers;
        for sleeper in [first, second, third] {
            sleeper.await.unwrap();
        }
        assert_eq!(diary.read(), [1, 2, 3]);
        clock.until_asleep_for(SECOND).await;
        clock.advance(SECOND);
        fourth.await.unwrap();
    }

    #[tokio::test]
    async fn a_sleep_that_was_given_up_counts_no_more() {
        let clock = SteppedClock::default();
        let [given_up, kept] = [1, 2].map(|seconds| clock.sleep(SECOND * seconds));

        drop(given_up);

        assert!(clock.0.borrow().remaining().eq([SECOND * 2]));
        drop(kept);
        assert_eq!(clock.0.borrow().remaining().count(), 0);
    }

    #[tokio::test]
    async fn a_clock_that_is_set_changes_no_sleep() {
        let clock = SteppedClock::default();
        let start = clock.now();
        let mut sleep = clock.sleep_until(start + SECOND * 2);
        clock.advance(SECOND);

        clock.set(start - SECOND * 3600);

        assert_eq!(clock.now(), start - SECOND * 3600);
        clock.until_asleep_for(SECOND).await;
        clock.set(start + SECOND * 3600);
        clock.until_asleep_for(SECOND).await;
        clock.advance(SECOND);
        sleep.as_mut().await;
    }

    #[tokio::test]
    async fn a_deadline_that_has_come_is_not_waited_for() {
        let clock = SteppedClock::default();

        clock.sleep_until(clock.now()).await;
        clock.sleep_until(clock.now() - SECOND).await;
    }

    #[tokio::test]
    async fn nobody_wakes_before_the_time() {
        let clock = Arc::new(SteppedClock::default());
        let sleep = clock.sleep(SECOND * 2);

        clock.advance(SECOND);

        let early = roster_domain::clock::timeout(&*clock, SECOND / 2, sleep);
        let (early, ()) = tokio::join!(early, async { clock.advance(SECOND / 2) });
        assert_eq!(early, None);
    }
}
