//! Retrying and discarding jobs.

use std::sync::Arc;

use roster_domain::clock::Clock;
use roster_domain::records::{Job, JobState};
use roster_jobs::{Completion, Failure, Outcome, discard, list, retry};

use crate::world::{MAIL, POLL, Work, World, audit_record, each_engine, new_id};

/// What a job leaves that goes with nothing else.
fn nothing(_: &Job) -> Completion {
    Completion::done()
}

async fn with_dead_job(world: &World) {
    world.enqueue(MAIL).await;
    let work = Work::new(async |_| Err(Failure::Permanent("no".to_owned())));
    let server = world.server(&Arc::new(work));
    server.until_ended(Outcome::GaveUp, 1).await;
    server.kill().await;
}

#[test]
fn a_dead_job_that_is_retried_has_all_its_attempts_again() {
    each_engine(async |world| {
        with_dead_job(&world).await;
        let (dead, now) = (world.job().await, world.clock.now());

        retry(&*world.stores[0], &dead.id, now, audit_record(), nothing)
            .await
            .unwrap();

        let waiting = world.job().await;
        assert_eq!((waiting.state, waiting.attempts), (JobState::Waiting, 0));
        let server = world.server(&Arc::new(Work::succeeding()));
        server.until_ended(Outcome::Succeeded, 1).await;
        assert_eq!(world.jobs().await, []);
    });
}

#[test]
fn a_discarded_job_is_gone() {
    each_engine(async |world| {
        with_dead_job(&world).await;
        let waiting = world.enqueue_in(MAIL, POLL).await;
        let dead = list(&*world.stores[0], Some(JobState::Dead), 10).await.unwrap();

        discard(&*world.stores[0], &dead[0].id, audit_record(), nothing)
            .await
            .unwrap();

        assert_eq!(world.job().await.id, waiting);
        discard(&*world.stores[0], &waiting, audit_record(), nothing)
            .await
            .unwrap();
        assert_eq!(world.jobs().await, []);
    });
}

#[test]
fn what_cannot_be_retried_or_discarded_is_refused_by_name() {
    each_engine(async |world| {
        let (store, now, missing) = (&*world.stores[0], world.clock.now(), new_id());
        let waiting = world.enqueue(MAIL).await;

        let refusals = [
            retry(store, &waiting, now, audit_record(), nothing).await,
            retry(store, &missing, now, audit_record(), nothing).await,
            discard(store, &missing, audit_record(), nothing).await,
        ];

        let refusals = refusals.map(|refusal| refusal.unwrap_err().to_string());
        assert_eq!(
            refusals,
            [
                format!(
                    "job {waiting} is not dead, so it is tried again anyway: see `roster jobs list` for when"
                ),
                format!("there is no job {missing}: see `roster jobs list`"),
                format!("there is no job {missing}: see `roster jobs list`"),
            ]
        );
    });
}

#[test]
fn a_list_is_in_the_order_of_due_times_and_ends_with_its_limit() {
    each_engine(async |world| {
        let mut ids = Vec::new();
        for seconds in [3, 1, 2] {
            ids.push(world.enqueue_in(MAIL, POLL * seconds).await);
        }
        let [third, first, second] = ids.try_into().unwrap();
        let listed = async |state, limit| {
            let jobs = list(&*world.stores[0], state, limit).await.unwrap();
            jobs.into_iter().map(|job| job.id).collect::<Vec<_>>()
        };

        assert_eq!(listed(None, 10).await, [first.clone(), second.clone(), third]);
        assert_eq!(listed(Some(JobState::Waiting), 2).await, [first, second]);
        assert_eq!(listed(Some(JobState::Dead), 10).await, []);
    });
}
