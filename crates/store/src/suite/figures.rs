//! What an engine tells of its own work.

use super::Engine;
use super::person::{ANA, BEN};
use super::script::Step::{Audit, Get, Insert};
use super::script::{keep, look, write};
use crate::figures::{Figures, Waiting};
use crate::store::Verdict;

/// How many transactions were committed, how much work was in them, and how many audit records.
fn committed(figures: &Figures) -> (u64, f64, u64) {
    let works = &figures.commit_works;
    assert_eq!(works.count(), figures.commit_time.count());
    (works.count(), works.sum, figures.audit_records)
}

#[doc(hidden)]
pub fn what_is_committed_shows_in_the_figures(engine: impl Engine) {
    assert_eq!(committed(&engine.store().figures()), (0, 0.0, 0));

    keep(engine.store(), &[Insert(ANA), Audit("1"), Audit("2")]);
    keep(engine.store(), &[Insert(BEN), Audit("3")]);

    let figures = engine.store().figures();
    assert_eq!(committed(&figures), (2, 2.0, 3));
    assert!(figures.commit_time.sum > 0.0);
    assert_eq!(figures.waiting, Waiting::default());
    assert!(figures.connections.open >= 1);
    assert_eq!(figures.failed_commits, 0);
}

#[doc(hidden)]
pub fn what_is_undone_is_no_audit_record_in_the_figures(engine: impl Engine) {
    write(
        engine.store(),
        Some(Verdict::Undo),
        &[Insert(ANA), Audit("undone")],
    );
    look(engine.store(), &[Get(ANA)]);

    let figures = engine.store().figures();

    assert_eq!((figures.audit_records, figures.failed_commits), (0, 0));
}
