//! Attempts that fail.

use std::sync::Arc;

use roster_domain::records::JobState;
use roster_jobs::{Failure, Outcome};

use crate::world::{ATTEMPT_LIMIT, LEASE, MAIL, MOMENT, SECOND, Work, each_engine};

#[test]
fn the_wait_doubles_with_each_failed_attempt() {
    each_engine(async |world| {
        let work = Arc::new(Work::failing().with_attempts(5));
        world.enqueue(MAIL).await;
        let server = world.server(&work);
        for (attempts, seconds) in [(1, 10), (2, 20), (3, 40), (4, 80)] {
            server.until_ended(Outcome::Failed, attempts).await;
            let job = world.job().await;
            assert_eq!(world.wait_until(job.due), SECOND * seconds);
            assert_eq!(u64::from(job.attempts), attempts);

            world.clock.until_asleep(1).await;
            world.clock.advance((SECOND * seconds).saturating_sub(MOMENT));
            world.clock.until_asleep_for(MOMENT).await;
            assert_eq!(work.begun().len() as u64, attempts);
            world.clock.advance(MOMENT);
        }
        server.until_ended(Outcome::GaveUp, 1).await;
    });
}

#[test]
fn a_job_is_dead_after_its_last_attempt() {
    each_engine(async |world| {
        let work = Arc::new(Work::failing().with_attempts(2));
        world.enqueue(MAIL).await;
        let server = world.server(&work);
        server.until_ended(Outcome::Failed, 1).await;
        world.clock.until_asleep(1).await;
        world.clock.advance(SECOND * 10);
        server.until_ended(Outcome::GaveUp, 1).await;

        let dead = world.job().await;

        assert_eq!(dead.state, JobState::Dead);
        assert_eq!(dead.last_error.as_deref(), Some("the mail server is away"));
        world.clock.until_asleep(1).await;
        world.clock.advance(LEASE * 1000);
        world.clock.until_asleep(1).await;
        assert_eq!((world.job().await, work.begun().len()), (dead, 2));
    });
}

#[test]
fn a_permanent_failure_is_not_tried_again() {
    each_engine(async |world| {
        let work = Work::new(async |_| Err(Failure::Permanent("there is no such user".to_owned())));
        world.enqueue(MAIL).await;

        let server = world.server(&Arc::new(work));

        server.until_ended(Outcome::GaveUp, 1).await;
        let dead = world.job().await;
        assert_eq!((dead.state, dead.attempts), (JobState::Dead, 1));
    });
}

#[test]
fn a_panic_is_a_failed_attempt() {
    each_engine(async |world| {
        let work = Arc::new(Work::new(async |_| panic!("a fault of the handler")));
        world.enqueue(MAIL).await;

        let server = world.server(&work);

        server.until_ended(Outcome::Failed, 1).await;
        let job = world.job().await;
        assert_eq!(job.last_error.as_deref(), Some("the handler panicked"));
        world.clock.until_asleep(1).await;
        world.clock.advance(SECOND * 10);
        work.until_begun(2).await;
    });
}

#[test]
fn an_attempt_that_takes_too_long_fails_before_its_lease_ends() {
    each_engine(async |world| {
        let work = Arc::new(Work::endless());
        world.enqueue(MAIL).await;
        let server = world.server(&work);
        world.clock.until_asleep_for(ATTEMPT_LIMIT).await;

        world.clock.advance(ATTEMPT_LIMIT);

        server.until_ended(Outcome::Failed, 1).await;
        assert_eq!(server.ended(Outcome::Lost), 0);
        let job = world.job().await;
        assert_eq!(
            job.last_error.as_deref(),
            Some("the attempt took longer than 270 seconds")
        );
    });
}

#[test]
fn a_job_that_kills_its_server_each_time_is_dead_in_the_end() {
    each_engine(async |world| {
        world.enqueue(MAIL).await;
        for _ in 0..3 {
            let work = Arc::new(Work::endless());
            let server = world.server(&work);
            work.until_begun(1).await;
            server.kill().await;
            world.clock.advance(LEASE);
        }
        let work = Arc::new(Work::succeeding());

        let server = world.server(&work);

        server.until_ended(Outcome::GaveUp, 1).await;
        assert_eq!(world.job().await.state, JobState::Dead);
        assert_eq!(work.begun(), []);
    });
}
