//! Runners that are killed.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use roster_domain::Id;
use roster_jobs::{Completion, Outcome};
use roster_store::Store;
use roster_testkit::{BreakableStore, Breakpoint, Engine, Event};

use crate::world::{LEASE, MAIL, Server, Work, World, each_engine, on};

/// Which jobs were done, each as often as it was.
type Done = Arc<Mutex<Vec<Id>>>;

/// A server that goes no further than a breakpoint.
fn doomed(world: &World, breakpoint: &Arc<Breakpoint>, done: &Done) -> Server {
    let store: Arc<dyn Store> = Arc::new(BreakableStore {
        store: Arc::clone(&world.stores[0]),
        breakpoint: Arc::clone(breakpoint),
    });
    let (breakpoint, done) = (Arc::clone(breakpoint), Arc::clone(done));
    let work = Work::new(move |job| {
        let (breakpoint, done) = (Arc::clone(&breakpoint), Arc::clone(&done));
        async move {
            breakpoint.pass().await;
            done.lock().unwrap().push(job.id);
            breakpoint.pass().await;
            Ok(Completion::done())
        }
    });
    Server::start(&store, &world.clock, vec![Arc::new(work.with_attempts(100))])
}

#[test]
fn a_job_survives_the_death_of_its_server_at_any_step() {
    each_engine(async |world| {
        let mut deaths = 0;
        loop {
            let done = Done::default();
            let id = world.enqueue(MAIL).await;
            let breakpoint = Breakpoint::new(Event::Halt, deaths);
            let server = doomed(&world, &breakpoint, &done);
            tokio::select! {
                () = breakpoint.reached() => {}
                () = server.until_ended(Outcome::Succeeded, 1) => break,
            }
            deaths += 1;
            server.kill().await;

            let heir = doomed(&world, &Breakpoint::new(Event::Halt, usize::MAX), &done);
            world.until_no_jobs().await;

            let done = done.lock().unwrap().clone();
            assert!(done == [id.clone()] || done == [id.clone(), id], "{done:?}");
            heir.kill().await;
        }
        // Count, find, claim, begin, end, complete.
        assert!(deaths >= 10, "{deaths}");
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn whatever_dies_when_each_job_is_done(jobs in 1..8_usize, deaths in prop::collection::vec(0..60_usize, 0..8)) {
        on(Engine::SqliteMemory, &async |world: World| {
            let (done, mut ids) = (Done::default(), BTreeSet::new());
            for _ in 0..jobs {
                ids.insert(world.enqueue(MAIL).await);
            }
            for at in &deaths {
                let left = world.jobs().await.len() as u64;
                let breakpoint = Breakpoint::new(Event::Halt, *at);
                let server = doomed(&world, &breakpoint, &done);
                tokio::select! {
                    () = breakpoint.reached() => {}
                    () = server.until_ended(Outcome::Succeeded, left) => {}
                }
                server.kill().await;
                world.clock.advance(LEASE);
            }
            let left = world.jobs().await.len() as u64;
            let last = doomed(&world, &Breakpoint::new(Event::Halt, usize::MAX), &done);
            last.until_ended(Outcome::Succeeded, left).await;

            assert_eq!(world.jobs().await, []);
            let done: BTreeSet<_> = done.lock().unwrap().iter().cloned().collect();
            assert_eq!(done, ids);
        });
    }
}
