//! Clocks that are set.

use std::sync::Arc;
use std::time::Duration;

use roster_domain::clock::Clock;
use roster_jobs::Outcome;

use crate::world::{ATTEMPT_LIMIT, LEASE, MAIL, POLL, SECOND, Work, each_engine};

const HOUR: Duration = Duration::from_hours(1);

#[test]
fn a_clock_that_is_set_forward_makes_jobs_due_at_the_next_look() {
    each_engine(async |world| {
        let work = Arc::new(Work::succeeding());
        world.enqueue_in(MAIL, HOUR).await;
        let server = world.server(&work);
        world.clock.until_asleep_for(POLL).await;

        world.clock.set(world.clock.now() + HOUR);
        world.clock.advance(POLL);

        server.until_ended(Outcome::Succeeded, 1).await;
    });
}

#[test]
fn a_clock_that_is_set_back_delays_a_lease_and_loses_nothing() {
    each_engine(async |world| {
        let id = world.enqueue(MAIL).await;
        let endless = Arc::new(Work::endless());
        let dying = world.server(&endless);
        endless.until_begun(1).await;
        dying.kill().await;
        world.clock.set(world.clock.now() - HOUR);
        let work = Arc::new(Work::succeeding());
        let server = world.server(&work);
        world.clock.until_asleep(1).await;
        world.clock.advance((HOUR + LEASE).saturating_sub(SECOND));
        world.clock.until_asleep(1).await;
        assert_eq!(work.begun(), []);

        world.clock.advance(SECOND);

        server.until_ended(Outcome::Succeeded, 1).await;
        assert_eq!(work.begun(), [id]);
    });
}

#[test]
fn a_clock_that_is_set_forward_ends_a_lease_and_no_attempt() {
    each_engine(async |world| {
        let work = Arc::new(Work::endless());
        world.enqueue(MAIL).await;
        let server = world.server(&work);
        world.clock.until_asleep_for(ATTEMPT_LIMIT).await;

        world.clock.set(world.clock.now() + LEASE);
        world.clock.advance(POLL);

        work.until_begun(2).await;
        assert_eq!(server.metrics.running(), 2);
        let rest = ATTEMPT_LIMIT.saturating_sub(POLL);
        world.clock.until_asleep_for(rest).await;
        world.clock.advance(rest);
        server.until_ended(Outcome::Lost, 1).await;
    });
}
