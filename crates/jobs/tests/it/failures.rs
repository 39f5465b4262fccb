//! A store that fails in between.

use std::sync::Arc;

use roster_store::Store;
use roster_testkit::{BreakableStore, Breakpoint, Event};

use crate::world::{MAIL, Server, Work, each_engine};

#[test]
fn a_job_is_done_although_the_store_fails_at_any_step() {
    each_engine(async |world| {
        let mut failures = 0;
        loop {
            let id = world.enqueue(MAIL).await;
            let breakpoint = Breakpoint::new(Event::Failure, failures);
            let store: Arc<dyn Store> = Arc::new(BreakableStore {
                store: Arc::clone(&world.stores[0]),
                breakpoint: Arc::clone(&breakpoint),
            });
            let work = Arc::new(Work::succeeding());

            let server = Server::start(&store, &world.clock, vec![Arc::clone(&work) as _]);
            world.until_no_jobs().await;

            let begun = work.begun();
            assert!(begun == [id.clone()] || begun == [id.clone(), id], "{begun:?}");
            server.kill().await;
            if !breakpoint.is_reached() {
                break;
            }
            failures += 1;
        }
        // Count, find, claim and complete, each before and after.
        assert!(failures >= 8, "{failures}");
    });
}
