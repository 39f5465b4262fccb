//! Recurring jobs.

use std::sync::Arc;
use std::time::Duration;

use roster_domain::clock::Clock;
use roster_domain::records::JobState;
use roster_jobs::{Failure, Outcome, Schedule};
use roster_testkit::until;

use crate::world::{Work, each_engine};

const HOUR: Duration = Duration::from_hours(1);

#[test]
fn two_servers_run_each_occurrence_once() {
    each_engine(async |world| {
        let work = Arc::new(Work::succeeding().with_schedule(Schedule::every(HOUR)));
        let servers = [world.server(&work), world.other_server(&work)];
        let succeeded = || {
            servers
                .iter()
                .map(|server| server.ended(Outcome::Succeeded))
                .sum::<u64>()
        };
        for occurrence in 0..5 {
            world.clock.until_asleep(2).await;
            until(|| succeeded() == occurrence).await;
            let due = world.wait_until(world.job().await.due);
            assert!(due > Duration::ZERO && due <= HOUR, "{due:?}");

            world.clock.advance(due);
        }
        until(|| succeeded() == 5).await;
        world.clock.until_asleep(2).await;
        assert_eq!(work.begun().len(), 5);
        assert_eq!(world.job().await.attempts, 0);
    });
}

#[test]
fn a_schedule_goes_on_after_its_last_attempt() {
    each_engine(async |world| {
        let work = Work::new(async |_| Err(Failure::Permanent("the disk is full".to_owned())));
        let work = Arc::new(work.with_schedule(Schedule::every(HOUR)));
        let server = world.server(&work);
        for occurrence in 1..4 {
            world.clock.until_asleep(1).await;
            world.clock.advance(HOUR);
            server.until_ended(Outcome::GaveUp, occurrence).await;

            let job = world.job().await;
            assert_eq!((job.state, job.attempts), (JobState::Waiting, 0));
            assert_eq!(job.last_error.as_deref(), Some("the disk is full"));
        }
    });
}

#[test]
fn a_schedule_that_was_made_by_a_clock_ahead_is_put_right_at_the_next_start() {
    each_engine(async |world| {
        let work = Arc::new(Work::succeeding().with_schedule(Schedule::every(HOUR)));
        let now = world.clock.now();
        world.clock.set(now + HOUR * 10_000);
        let server = world.server(&work);
        world.clock.until_asleep(1).await;
        server.kill().await;
        world.clock.set(now);
        assert!(world.wait_until(world.job().await.due) > HOUR);

        let _server = world.server(&work);
        world.clock.until_asleep(1).await;

        assert!(world.wait_until(world.job().await.due) <= HOUR);
    });
}
