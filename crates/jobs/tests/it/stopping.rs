//! Servers that stop.

use std::sync::Arc;

use roster_jobs::{Completion, Options, Outcome};
use roster_store::Store;
use roster_testkit::{BreakableStore, Breakpoint, Event};
use tokio::sync::Semaphore;

use crate::world::{LEASE, MAIL, Server, Work, each_engine};

#[test]
fn a_stop_waits_for_attempts_and_begins_no_more() {
    each_engine(async |world| {
        let gate = Arc::new(Semaphore::new(0));
        let work = Arc::new(Work::gated(&gate, Completion::done));
        let id = world.enqueue(MAIL).await;
        let server = world.server(&work);
        work.until_begun(1).await;
        let stop = server.stop();
        world.clock.until_asleep_for(Options::default().stop_time).await;
        let later = world.enqueue(MAIL).await;

        gate.add_permits(2);

        stop.await.unwrap();
        assert_eq!(work.begun(), [id]);
        let left = world.job().await;
        assert_eq!((left.id, left.attempts), (later, 0));
    });
}

#[test]
fn an_attempt_that_a_stop_cuts_off_is_made_again_after_its_lease() {
    each_engine(async |world| {
        let (stop_time, id) = (Options::default().stop_time, world.enqueue(MAIL).await);
        let endless = Arc::new(Work::endless());
        let server = world.server(&endless);
        endless.until_begun(1).await;
        let stop = server.stop();
        world.clock.until_asleep_for(stop_time).await;
        world.clock.advance(stop_time);
        stop.await.unwrap();
        let work = Arc::new(Work::succeeding());
        let next = world.server(&work);
        world.clock.until_asleep(1).await;
        assert_eq!(work.begun(), []);

        world.clock.advance(LEASE.saturating_sub(stop_time));

        next.until_ended(Outcome::Succeeded, 1).await;
        assert_eq!(work.begun(), [id]);
    });
}

#[test]
fn a_server_without_types_of_jobs_leaves_the_store_alone() {
    each_engine(async |world| {
        world.enqueue(MAIL).await;
        let breakpoint = Breakpoint::new(Event::Halt, 0);
        let store: Arc<dyn Store> = Arc::new(BreakableStore {
            store: Arc::clone(&world.stores[0]),
            breakpoint: Arc::clone(&breakpoint),
        });

        let server = Server::start(&store, &world.clock, Vec::new());

        server.stop().await.unwrap();
        assert_eq!(breakpoint.passed(), 0);
    });
}
