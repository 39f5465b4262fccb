//! The audit chain, and what a restart finds.

use roster_domain::audit::{Head, Sealed, verify_link};

use super::Engine;
use super::person::{ANA, BEN};
use super::script::Step::{Audit, Audited, Get, Insert, Panic};
use super::script::{Seen, keep, look, write};
use crate::rows::Way;
use crate::store::{AuditLog, Verdict};

/// Checks the chain of an engine from end to end; tells the requests that are in it. None if the
/// engine shows it to nobody.
fn requests(engine: &impl Engine) -> Option<Vec<String>> {
    let mut log = engine.audit_log()?;
    let sealed = log.after(0, 1000).expect("records");
    let last = sealed
        .iter()
        .try_fold(Head::default(), |head, sealed| verify_link(&head, sealed));
    assert_eq!(last, Ok(log.head().expect("a head")));
    Some(sealed.iter().map(request).collect())
}

fn request(sealed: &Sealed) -> String {
    let record: serde_json::Value = serde_json::from_slice(&sealed.body).expect("JSON");
    record["RequestId"].as_str().expect("a text").to_owned()
}

fn numbers(log: &mut dyn AuditLog, sequence: u64, limit: usize) -> Vec<u64> {
    let sealed = log.after(sequence, limit).expect("records");
    sealed.iter().map(|sealed| sealed.sequence).collect()
}

#[doc(hidden)]
pub fn the_audit_chain_has_no_gap_where_work_was_undone(engine: impl Engine) {
    keep(engine.store(), &[Audit("1"), Audit("2")]);
    write(engine.store(), Some(Verdict::Undo), &[Audit("undone")]);
    keep(engine.store(), &[Audit("3")]);
    write(engine.store(), None, &[Audit("failed")]);
    write(engine.store(), Some(Verdict::Keep), &[Audit("panicked"), Panic]);
    keep(engine.store(), &[Audit("4")]);
    if let Some(requests) = requests(&engine) {
        assert_eq!(requests, ["1", "2", "3", "4"]);
    }
}

#[doc(hidden)]
pub fn the_audit_chain_goes_on_after_a_restart(engine: impl Engine) {
    keep(engine.store(), &[Audit("1")]);
    write(engine.store(), Some(Verdict::Undo), &[Audit("undone")]);
    let Some(engine) = engine.restarted() else {
        return;
    };
    keep(engine.store(), &[Audit("2")]);
    if let Some(requests) = requests(&engine) {
        assert_eq!(requests, ["1", "2"]);
    }
}

#[doc(hidden)]
pub fn the_audit_log_is_read_in_pages(engine: impl Engine) {
    let Some(mut log) = engine.audit_log() else {
        return;
    };
    assert_eq!(log.head(), Ok(Head::default()));
    assert_eq!(numbers(&mut *log, 0, 10), [0; 0]);
    keep(engine.store(), &[Audit("1"), Audit("2"), Audit("3")]);
    assert_eq!(numbers(&mut *log, 0, 2), [1, 2]);
    assert_eq!(numbers(&mut *log, 2, 2), [3]);
    assert_eq!(numbers(&mut *log, 3, 2), [0; 0]);
    assert_eq!(log.head().map(|head| head.sequence), Ok(3));
}

#[doc(hidden)]
pub fn work_reads_the_audit_chain_both_ways(engine: impl Engine) {
    let read = |way, limit| look(engine.store(), &[Audited(way, limit)]);
    assert_eq!(read(Way::Backward(u64::MAX), 5), [Seen::Records(vec![])]);
    keep(
        engine.store(),
        &[Audit("1"), Audit("2"), Audit("3"), Audit("4"), Audit("5")],
    );
    for (way, limit, numbers) in [
        (Way::Forward(0), 2, vec![1, 2]),
        (Way::Forward(2), 9, vec![3, 4, 5]),
        (Way::Forward(5), 9, vec![]),
        (Way::Forward(u64::MAX), 9, vec![]),
        (Way::Backward(u64::MAX), 2, vec![5, 4]),
        (Way::Backward(4), 9, vec![3, 2, 1]),
        (Way::Backward(1), 9, vec![]),
        (Way::Backward(0), 9, vec![]),
    ] {
        assert_eq!(read(way, limit), [Seen::Records(numbers)], "{way:?}");
    }
}

#[doc(hidden)]
pub fn work_sees_the_audit_record_it_wrote(engine: impl Engine) {
    let seen = keep(engine.store(), &[Audit("1"), Audited(Way::Forward(0), 9)]);
    assert_eq!(seen[1], Seen::Records(vec![1]));
}

#[doc(hidden)]
pub fn what_is_kept_outlives_a_restart(engine: impl Engine) {
    keep(engine.store(), &[Insert(ANA)]);
    write(engine.store(), Some(Verdict::Undo), &[Insert(BEN)]);
    if let Some(engine) = engine.restarted() {
        assert_eq!(
            look(engine.store(), &[Get(ANA), Get(BEN)]),
            [ANA.seen(), Seen::Nothing]
        );
    }
}
