//! The audit chain, and restarts.

use roster_domain::audit::{ChainHead, ChainedRecord, Head, REGISTER, verify_link};

use super::Engine;
use super::person::{ANA, BEN};
use super::script::Step::{Audit, AuditAt, Audited, AuditedBetween, Get, Insert, Panic};
use super::script::{Report, Seen, keep, look, write};
use roster_store::StoreError;
use roster_store::{AuditLog, Verdict};

/// Verifies the chains of an engine; returns the request ids in them. `None` if no other process can read them.
pub(super) fn requests(engine: &impl Engine) -> Option<Vec<String>> {
    let mut log = engine.audit_log()?;
    let mut requests = Vec::new();
    for ChainHead { chain, head } in log.chains().expect("chains") {
        let chained = log.after(&chain, 0, 1000).expect("records");
        let last = chained
            .iter()
            .try_fold(Head::default(), |head, chained| verify_link(&head, chained));
        assert_eq!(last, Ok(head));
        if chain != REGISTER {
            requests.extend(chained.iter().map(request));
        }
    }
    Some(requests)
}

fn request(chained: &ChainedRecord) -> String {
    let record: serde_json::Value = serde_json::from_slice(&chained.body).expect("JSON");
    record["RequestId"].as_str().expect("a text").to_owned()
}

fn numbers(log: &mut dyn AuditLog, chain: &str, sequence: u64, limit: usize) -> Vec<u64> {
    let chained = log.after(chain, sequence, limit).expect("records");
    chained.iter().map(|chained| chained.sequence).collect()
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
pub fn the_audit_chain_continues_after_a_restart(engine: impl Engine) {
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
    keep(engine.store(), &[Audit("1"), Audit("2"), Audit("3")]);
    let ChainHead { chain, head } = log.chains().expect("chains").pop().expect("a chain");
    assert_eq!(head.sequence, 3);
    assert_eq!(numbers(&mut *log, &chain, 0, 2), [1, 2]);
    assert_eq!(numbers(&mut *log, &chain, 2, 2), [3]);
    assert_eq!(numbers(&mut *log, &chain, 3, 2), [0; 0]);
}

pub(super) fn walked(engine: &impl Engine, before: u64, limit: usize) -> Vec<u64> {
    match look(engine.store(), &[Audited(before, limit)]).pop() {
        Some(Seen::Records(numbers)) => numbers,
        seen => panic!("{seen:?}"),
    }
}

#[doc(hidden)]
pub fn a_read_pages_back_through_the_audit(engine: impl Engine) {
    assert_eq!(walked(&engine, u64::MAX, 5), [0; 0]);
    keep(
        engine.store(),
        &[Audit("1"), Audit("2"), Audit("3"), Audit("4"), Audit("5")],
    );
    let all = walked(&engine, u64::MAX, 9);
    assert!(
        all.len() == 5 && all.is_sorted_by(|a, b| a > b) && all[4] > 0,
        "{all:?}"
    );
    for (before, limit, expected) in [
        (u64::MAX, 2, &all[..2]),
        (all[1], 2, &all[2..4]),
        (all[1], 9, &all[2..]),
        (all[4], 9, &[]),
        (0, 9, &[]),
    ] {
        assert_eq!(walked(&engine, before, limit), expected, "{before}");
    }
}

const HOUR: i64 = 3_600;
/// A time in seconds since 1970.
const NOON: i64 = 1_795_262_400;

/// The records of the times between two, the newest first.
fn between(engine: &impl Engine, since: i64, until: i64) -> Vec<(i64, Option<i64>)> {
    match look(engine.store(), &[AuditedBetween(since, until)]).pop() {
        Some(Seen::Times(times)) => times,
        seen => panic!("{seen:?}"),
    }
}

#[doc(hidden)]
pub fn times_in_the_audit_do_not_fall_when_the_clock_is_set(engine: impl Engine) {
    let back = NOON - 2 * HOUR;
    let ahead = NOON + 24 * HOUR;
    for time in [NOON, back, back + 1, ahead, NOON + 2, ahead + 1] {
        keep(engine.store(), &[AuditAt(time)]);
    }

    let of_today = [(NOON, Some(back + 1)), (NOON, Some(back)), (NOON, None)];
    let of_tomorrow = [(ahead, Some(NOON + 2)), (ahead, None)];
    assert_eq!(between(&engine, NOON, NOON + HOUR), of_today);
    assert_eq!(between(&engine, NOON + 1, ahead), of_tomorrow);
    assert_eq!(between(&engine, ahead + 1, ahead + 1), [(ahead + 1, None)]);
    assert_eq!(between(&engine, NOON, ahead + 1).len(), 6);
    assert_eq!(between(&engine, 0, NOON - 1), []);
    assert_eq!(between(&engine, ahead + 2, i64::from(u32::MAX)), []);
}

#[doc(hidden)]
pub fn times_in_the_audit_do_not_fall_over_a_restart(engine: impl Engine) {
    keep(engine.store(), &[AuditAt(NOON)]);
    let Some(engine) = engine.restarted() else {
        return;
    };
    keep(engine.store(), &[AuditAt(NOON - HOUR), AuditAt(NOON + 1)]);

    let expected = [(NOON + 1, None), (NOON, Some(NOON - HOUR)), (NOON, None)];
    assert_eq!(between(&engine, NOON, NOON + HOUR), expected);
}

#[doc(hidden)]
pub fn each_time_in_the_audit_is_found_among_many(engine: impl Engine) {
    let steps: Vec<_> = (0..300).map(|second| AuditAt(NOON + second)).collect();
    for steps in steps.chunks(100) {
        keep(engine.store(), steps);
    }

    for second in (0..300).step_by(7) {
        let found = between(&engine, NOON + second, NOON + second);
        assert_eq!(found, [(NOON + second, None)]);
    }
}

#[doc(hidden)]
pub fn work_that_may_write_cannot_read_the_audit(engine: impl Engine) {
    keep(engine.store(), &[Audit("1")]);
    let Report { seen, outcome } = write(
        engine.store(),
        Some(Verdict::Keep),
        &[Audit("2"), Audited(u64::MAX, 9)],
    );
    let refusal = StoreError::audit_in_a_write();
    assert_eq!(seen.last(), Some(&Seen::Failure(refusal.clone())));
    assert_eq!(outcome, Err(refusal));
    assert_eq!(walked(&engine, u64::MAX, 9).len(), 1);
}

#[doc(hidden)]
pub fn kept_rows_survive_a_restart(engine: impl Engine) {
    keep(engine.store(), &[Insert(ANA)]);
    write(engine.store(), Some(Verdict::Undo), &[Insert(BEN)]);
    if let Some(engine) = engine.restarted() {
        assert_eq!(
            look(engine.store(), &[Get(ANA), Get(BEN)]),
            [ANA.seen(), Seen::Nothing]
        );
    }
}
