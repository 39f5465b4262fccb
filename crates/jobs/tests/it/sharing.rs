//! Several servers on one store.

use std::collections::BTreeSet;
use std::sync::Arc;

use roster_jobs::Outcome;
use roster_testkit::{SteppedClock, until};
use tokio::sync::Semaphore;

use crate::completions::{fingerprint, with_record};
use crate::world::{LEASE, MAIL, Server, Work, audit_record, each_engine};

#[test]
fn two_servers_do_each_job_once() {
    each_engine(async |world| {
        let mut ids = BTreeSet::new();
        for _ in 0..40 {
            ids.insert(world.enqueue(MAIL).await);
        }
        let work = Arc::new(Work::succeeding());

        let servers = [world.server(&work), world.other_server(&work)];

        let succeeded = || servers.iter().map(|server| server.ended(Outcome::Succeeded));
        until(|| succeeded().sum::<u64>() == 40).await;
        assert_eq!(world.jobs().await, []);
        assert_eq!(work.begun().len(), 40);
        assert_eq!(work.begun().into_iter().collect::<BTreeSet<_>>(), ids);
    });
}

#[test]
fn the_result_of_an_attempt_whose_lease_ran_out_does_not_count() {
    each_engine(async |world| {
        let gate = Arc::new(Semaphore::new(0));
        let slow = Arc::new(Work::gated(&gate, || with_record().with_audit(audit_record())));
        let id = world.enqueue(MAIL).await;
        let first = world.server(&slow);
        slow.until_begun(1).await;
        // The clock of the other server is ahead.
        let ahead = Arc::new(SteppedClock::default());
        ahead.advance(LEASE);
        let quick = Arc::new(Work::succeeding());
        let second = Server::start(&world.stores[1], &ahead, vec![Arc::clone(&quick) as _]);
        second.until_ended(Outcome::Succeeded, 1).await;

        gate.add_permits(1);

        first.until_ended(Outcome::Lost, 1).await;
        assert_eq!(quick.begun(), [id]);
        assert_eq!(world.jobs().await, []);
        assert_eq!(fingerprint(&world).await, None);
    });
}
