//! What attempts leave in the transaction that removes the job.

use std::sync::Arc;

use roster_domain::records::MasterKeyInUse;
use roster_jobs::{Completion, Outcome, enqueue};
use roster_store::Transaction;
use roster_testkit::look;
use serde_json::json;

use crate::world::{MAIL, Work, World, audit_record, each_engine, new_id};

/// A record that attempts make here.
pub(crate) async fn fingerprint(world: &World) -> Option<String> {
    let seek = look(
        &*world.stores[0],
        Box::new(|rows| {
            Box::pin(async move {
                let found: Option<MasterKeyInUse> =
                    Transaction::new(rows).get(&MasterKeyInUse::place()).await?;
                Ok(found.map(|record| record.fingerprint))
            })
        }),
    );
    seek.await
}

/// A completion that stores a record.
pub(crate) fn with_record() -> Completion {
    Completion::done().with_changes(Box::new(|transaction| {
        let (fingerprint, previous) = ("made".to_owned(), None);
        Box::pin(async move {
            transaction
                .insert(&MasterKeyInUse {
                    fingerprint,
                    previous,
                })
                .await
        })
    }))
}

#[test]
fn changes_are_kept_with_the_removal_of_the_job() {
    each_engine(async |world| {
        world.enqueue(MAIL).await;

        let server = world.server(&Arc::new(Work::new(async |_| {
            Ok(with_record().with_audit(audit_record()))
        })));

        server.until_ended(Outcome::Succeeded, 1).await;
        assert_eq!(fingerprint(&world).await.as_deref(), Some("made"));
        assert_eq!(world.jobs().await, []);
    });
}

#[test]
fn changes_without_an_audit_record_are_refused() {
    each_engine(async |world| {
        world.enqueue(MAIL).await;

        let server = world.server(&Arc::new(Work::new(async |_| Ok(with_record()))));

        server.until_ended(Outcome::Failed, 1).await;
        assert_eq!(fingerprint(&world).await, None);
        assert_eq!(
            world.job().await.last_error.as_deref(),
            Some("storage failed: a job changed records without an audit record")
        );
    });
}

#[test]
fn a_job_may_leave_another_job() {
    each_engine(async |world| {
        let first = world.enqueue(MAIL).await;
        let next = new_id();
        let ids = (first.clone(), next.clone());

        let work = Arc::new(Work::new(move |job| {
            let (first, next) = ids.clone();
            let changes = Completion::done().with_changes(Box::new(move |transaction| {
                let (next, now) = (next.clone(), job.created);
                Box::pin(enqueue(transaction, next, MAIL, json!({}), now, now))
            }));
            async move {
                Ok(if job.id == first {
                    changes
                } else {
                    Completion::done()
                })
            }
        }));
        let server = world.server(&work);

        server.until_ended(Outcome::Succeeded, 2).await;
        assert_eq!(work.begun(), [first, next]);
        assert_eq!(world.jobs().await, []);
    });
}
