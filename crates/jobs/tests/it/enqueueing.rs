//! Jobs and the changes that cause them.

use std::sync::Arc;
use std::time::SystemTime;

use roster_domain::clock::Clock;
use roster_jobs::{Completion, Outcome, enqueue};
use roster_store::{BoxFuture, Rows, StoreError, Transaction, Verdict, Work as StoreWork};
use serde_json::json;
use tokio::sync::{Semaphore, oneshot};

use crate::world::{MAIL, MOMENT, POLL, SECOND, Work, World, each_engine, new_id};

#[test]
fn a_job_is_done_and_removed() {
    each_engine(async |world| {
        let work = Arc::new(Work::succeeding());
        let id = world.enqueue(MAIL).await;

        let server = world.server(&work);

        server.until_ended(Outcome::Succeeded, 1).await;
        assert_eq!(work.begun(), [id]);
        assert_eq!(world.jobs().await, []);
    });
}

/// A change that enqueues a job and comes to nothing.
struct Undone {
    now: SystemTime,
    result: Result<Verdict, StoreError>,
    done: oneshot::Sender<()>,
}

impl StoreWork for Undone {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async move {
            let (mut transaction, now) = (Transaction::new(rows), self.now.into());
            enqueue(&mut transaction, new_id(), MAIL, json!({}), now, now)
                .await
                .unwrap();
            self.result.clone()
        })
    }

    fn finish(self: Box<Self>, _: Result<(), StoreError>) {
        self.done.send(()).unwrap();
    }
}

#[test]
fn a_change_that_is_undone_enqueues_nothing() {
    each_engine(async |world| {
        for result in [
            Ok(Verdict::Undo),
            Ok(Verdict::KeepAudit),
            Err(StoreError::Engine("no".to_owned())),
        ] {
            let (done, ended) = oneshot::channel();
            world.stores[0].write(Box::new(Undone {
                now: world.clock.now(),
                result,
                done,
            }));
            ended.await.unwrap();
        }

        assert_eq!(world.jobs().await, []);
    });
}

#[test]
fn a_job_is_not_begun_before_its_time() {
    each_engine(async |world| {
        let work = Arc::new(Work::succeeding());
        world.enqueue_in(MAIL, SECOND * 3).await;
        let _server = world.server(&work);

        world.clock.until_asleep_for(SECOND * 3).await;
        world.clock.advance((SECOND * 3).saturating_sub(MOMENT));
        assert_eq!(work.begun(), []);

        world.clock.advance(MOMENT);
        work.until_begun(1).await;
    });
}

#[test]
fn a_notification_begins_a_job_before_the_next_look() {
    each_engine(async |world| {
        let work = Arc::new(Work::succeeding());
        let server = world.server(&work);
        world.clock.until_asleep_for(POLL).await;
        world.enqueue(MAIL).await;

        server.notifier.notify();

        work.until_begun(1).await;
    });
}

#[test]
fn a_job_of_another_server_is_found_by_the_next_look() {
    each_engine(async |world| {
        let work = Arc::new(Work::succeeding());
        let _server = world.server(&work);
        world.clock.until_asleep_for(POLL).await;
        world.enqueue(MAIL).await;

        world.clock.advance(POLL);

        work.until_begun(1).await;
    });
}

#[test]
fn jobs_of_an_unknown_type_wait_and_hold_nothing_up() {
    each_engine(async |world: World| {
        let work = Arc::new(Work::succeeding());
        for _ in 0..20 {
            world.enqueue("of a newer version").await;
        }
        world.clock.advance(SECOND);
        world.enqueue(MAIL).await;

        let server = world.server(&work);

        server.until_ended(Outcome::Succeeded, 1).await;
        let left = world.jobs().await;
        assert_eq!(left.len(), 20);
        assert!(left.iter().all(|job| job.attempts == 0), "{left:?}");
    });
}

#[test]
fn no_more_jobs_are_claimed_than_may_run_at_once() {
    each_engine(async |world| {
        let gate = Arc::new(Semaphore::new(0));
        let work = Arc::new(Work::gated(&gate, Completion::done));
        for _ in 0..20 {
            world.enqueue(MAIL).await;
        }

        let server = world.server(&work);

        work.until_begun(8).await;
        world.clock.until_asleep_for(POLL).await;
        let claimed = world.jobs().await;
        assert_eq!(claimed.iter().filter(|job| job.attempts > 0).count(), 8);
        assert_eq!((work.begun().len(), server.metrics.running()), (8, 8));
        gate.add_permits(20);
        server.until_ended(Outcome::Succeeded, 20).await;
    });
}
