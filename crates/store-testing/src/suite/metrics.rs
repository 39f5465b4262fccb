//! The metrics of an engine.

use super::Engine;
use super::person::{ANA, BEN};
use super::script::Step::{Audit, Get, Insert};
use super::script::{keep, look, write};
use roster_store::Verdict;
use roster_store::{QueueLengths, StoreMetrics};

/// How many transactions, pieces of work and audit records were committed.
fn committed(metrics: &StoreMetrics) -> (u64, f64, u64) {
    let works = &metrics.commit_works;
    assert_eq!(works.count(), metrics.commit_time.count());
    (works.count(), works.sum, metrics.audit_records)
}

#[doc(hidden)]
pub fn commits_show_in_the_metrics(engine: impl Engine) {
    assert_eq!(committed(&engine.store().metrics()), (0, 0.0, 0));

    keep(engine.store(), &[Insert(ANA), Audit("1"), Audit("2")]);
    keep(engine.store(), &[Insert(BEN), Audit("3")]);

    let metrics = engine.store().metrics();
    assert_eq!(committed(&metrics), (2, 2.0, 3));
    assert!(metrics.commit_time.sum > 0.0);
    assert_eq!(metrics.queues, QueueLengths::default());
    assert!(metrics.connections.open >= 1);
    assert_eq!(metrics.failed_commits, 0);
}

#[doc(hidden)]
pub fn undone_audit_records_do_not_count_in_the_metrics(engine: impl Engine) {
    write(
        engine.store(),
        Some(Verdict::Undo),
        &[Insert(ANA), Audit("undone")],
    );
    look(engine.store(), &[Get(ANA)]);

    let metrics = engine.store().metrics();

    assert_eq!((metrics.audit_records, metrics.failed_commits), (0, 0));
}
