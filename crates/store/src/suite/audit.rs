//! The audit chain, and what a restart finds.

use roster_domain::audit::{Head, Left, REGISTER, Sealed, verify_link};

use super::Engine;
use super::person::{ANA, BEN};
use super::script::Step::{Audit, Audited, Get, Insert, Panic};
use super::script::{Seen, keep, look, write};
use crate::rows::Way;
use crate::store::{AuditLog, Verdict};

/// Checks the chains of an engine from end to end; tells the requests that are in them. None if the
/// engine shows them to nobody.
pub(super) fn requests(engine: &impl Engine) -> Option<Vec<String>> {
    let mut log = engine.audit_log()?;
    let mut requests = Vec::new();
    for Left { chain, head } in log.chains().expect("chains") {
        let sealed = log.after(&chain, 0, 1000).expect("records");
        let last = sealed
            .iter()
            .try_fold(Head::default(), |head, sealed| verify_link(&head, sealed));
        assert_eq!(last, Ok(head));
        if chain != REGISTER {
            requests.extend(sealed.iter().map(request));
        }
    }
    Some(requests)
}

fn request(sealed: &Sealed) -> String {
    let record: serde_json::Value = serde_json::from_slice(&sealed.body).expect("JSON");
    record["RequestId"].as_str().expect("a text").to_owned()
}

fn numbers(log: &mut dyn AuditLog, chain: &str, sequence: u64, limit: usize) -> Vec<u64> {
    let sealed = log.after(chain, sequence, limit).expect("records");
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
    keep(engine.store(), &[Audit("1"), Audit("2"), Audit("3")]);
    let Left { chain, head } = log.chains().expect("chains").pop().expect("a chain");
    assert_eq!(head.sequence, 3);
    assert_eq!(numbers(&mut *log, &chain, 0, 2), [1, 2]);
    assert_eq!(numbers(&mut *log, &chain, 2, 2), [3]);
    assert_eq!(numbers(&mut *log, &chain, 3, 2), [0; 0]);
}

#[doc(hidden)]
pub fn work_reads_the_audit_both_ways(engine: impl Engine) {
    let read = |way, limit| match look(engine.store(), &[Audited(way, limit)]).pop() {
        Some(Seen::Records(numbers)) => numbers,
        seen => panic!("{seen:?}"),
    };
    assert_eq!(read(Way::Backward(u64::MAX), 5), [0; 0]);
    keep(
        engine.store(),
        &[Audit("1"), Audit("2"), Audit("3"), Audit("4"), Audit("5")],
    );
    let all = read(Way::Forward(0), 9);
    assert!(all.len() == 5 && all.is_sorted() && all[0] > 0, "{all:?}");
    for (way, limit, places) in [
        (Way::Forward(0), 2, vec![0, 1]),
        (Way::Forward(all[1]), 9, vec![2, 3, 4]),
        (Way::Forward(all[4]), 9, vec![]),
        (Way::Forward(u64::MAX), 9, vec![]),
        (Way::Backward(u64::MAX), 2, vec![4, 3]),
        (Way::Backward(all[3]), 9, vec![2, 1, 0]),
        (Way::Backward(all[0]), 9, vec![]),
        (Way::Backward(0), 9, vec![]),
    ] {
        let numbers: Vec<_> = places.into_iter().map(|place: usize| all[place]).collect();
        assert_eq!(read(way, limit), numbers, "{way:?}");
    }
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
