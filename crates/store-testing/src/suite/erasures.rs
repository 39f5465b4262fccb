//! Personal values beside audit records and their erasure, and the removal of old records.

use roster_domain::audit::{ChainHead, ChainedRecord, ERASED, REGISTER};
use roster_store::Verdict;
use roster_store::copy::{Completion, Outcome, copy};

use super::Engine;
use super::audit::{requests, walked};
use super::script::Step::{AuditName, AuditedNames, Erase, Remove};
use super::script::{Seen, keep, look, write};

/// The usernames in the audit, the newest first.
fn names(engine: &impl Engine) -> Vec<String> {
    match look(engine.store(), &[AuditedNames]).pop() {
        Some(Seen::Names(names)) => names,
        seen => panic!("{seen:?}"),
    }
}

/// All records of an engine, those of the register aside.
fn records(engine: &impl Engine) -> Option<Vec<ChainedRecord>> {
    let mut log = engine.audit_log()?;
    let mut records = Vec::new();
    for ChainHead { chain, .. } in log.chains().expect("chains") {
        if chain != REGISTER {
            records.extend(log.after(&chain, 0, 1000).expect("records"));
        }
    }
    Some(records)
}

#[doc(hidden)]
pub fn erased_values_are_gone_and_the_chain_still_verifies(engine: impl Engine) {
    keep(engine.store(), &[AuditName("ana"), AuditName("mary")]);
    keep(engine.store(), &[AuditName("ben")]);
    assert_eq!(names(&engine), ["ben", "mary", "ana"]);
    let numbers = walked(&engine, u64::MAX, 9);

    keep(engine.store(), &[Erase(vec![numbers[1]])]);

    assert_eq!(names(&engine), ["ben", ERASED, "ana"]);
    if let Some(records) = records(&engine) {
        requests(&engine);
        let lacking: Vec<_> = records.iter().map(ChainedRecord::lacks_personal_values).collect();
        assert_eq!(lacking, [false, true, false]);
    }
    keep(engine.store(), &[AuditName("carl"), Erase(numbers)]);
    assert_eq!(names(&engine), ["carl", ERASED, ERASED, ERASED]);
}

#[doc(hidden)]
pub fn an_erasure_that_is_undone_erases_nothing(engine: impl Engine) {
    keep(engine.store(), &[AuditName("mary")]);
    let erase = [Erase(walked(&engine, u64::MAX, 9))];

    write(engine.store(), Some(Verdict::Undo), &erase);
    write(engine.store(), Some(Verdict::KeepAudit), &erase);
    write(engine.store(), None, &erase);

    assert_eq!(names(&engine), ["mary"]);
}

#[doc(hidden)]
pub fn erased_values_stay_gone_over_a_restart(engine: impl Engine) {
    keep(engine.store(), &[AuditName("mary"), AuditName("ana")]);
    keep(
        engine.store(),
        &[Erase(walked(&engine, u64::MAX, 9)[1..].to_vec())],
    );
    let Some(engine) = engine.restarted() else {
        return;
    };
    keep(engine.store(), &[AuditName("ben")]);

    assert_eq!(names(&engine), ["ben", "ana", ERASED]);
    requests(&engine);
}

#[doc(hidden)]
pub fn a_copy_has_personal_values_and_lacks_those_that_were_erased<E: Engine>(place: E) {
    let engine = E::new();
    keep(
        engine.store(),
        &[AuditName("mary"), AuditName("ana"), AuditName("ben")],
    );
    let numbers = walked(&engine, u64::MAX, 9);
    keep(engine.store(), &[Erase(vec![numbers[2]])]);
    let Some(mut source) = engine.source() else {
        return;
    };

    let place = place.filled(&mut |target| {
        let report = copy(&mut *source, target, Completion::LeaveOpen, &mut |_| {}).expect("a copy");
        assert_eq!(report.outcome, Outcome::LeftOpen, "{report:?}");
        // These values are in the unfinished copy.
        keep(engine.store(), &[Erase(vec![numbers[1]])]);
        source.refresh().expect("another look");
        let report = copy(&mut *source, target, Completion::Finish, &mut |_| {}).expect("a copy");
        assert_eq!(report.outcome, Outcome::Finished, "{report:?}");
    });

    let copied = place.expect("a place").expect("a store");
    assert_eq!(names(&copied), ["ben", ERASED, ERASED]);
    keep(copied.store(), &[AuditName("carl")]);
    keep(
        copied.store(),
        &[Erase(walked(&copied, u64::MAX, 9)[..2].to_vec())],
    );
    assert_eq!(names(&copied), [ERASED, ERASED, ERASED, ERASED]);
    requests(&copied);
}

#[doc(hidden)]
pub fn removed_records_leave_the_others_and_their_numbers_also_in_a_copy<E: Engine>(place: E) {
    let engine = E::new();
    keep(
        engine.store(),
        &[AuditName("mary"), AuditName("ana"), AuditName("ben")],
    );
    let Some(mut source) = engine.source() else {
        return;
    };
    let place = place.filled(&mut |target| {
        copy(&mut *source, target, Completion::Finish, &mut |_| {}).expect("a copy");
    });
    let copied = place.expect("a place").expect("a store");
    keep(copied.store(), &[AuditName("carl")]);
    let numbers = walked(&copied, u64::MAX, 9);
    let mut log = copied.audit_log().expect("a log");
    let chains = log.chains().expect("chains");
    let of_three = chains
        .iter()
        .find(|chain_head| chain_head.chain != REGISTER && chain_head.head.sequence == 3);
    let chain = of_three.expect("the copied chain").chain.clone();

    keep(copied.store(), &[Remove(chain.clone(), 0, 2)]);
    assert_eq!(names(&copied), ["carl", "ben"]);
    assert_eq!(walked(&copied, u64::MAX, 9), numbers[..2]);
    write(
        copied.store(),
        Some(Verdict::Undo),
        &[Remove(chain.clone(), 2, 3)],
    );
    assert_eq!(names(&copied), ["carl", "ben"]);
    keep(copied.store(), &[Remove(chain, 2, 3)]);
    assert_eq!(names(&copied), ["carl"]);
    assert_eq!(walked(&copied, u64::MAX, 9), numbers[..1]);
    keep(copied.store(), &[AuditName("dora"), Erase(numbers[..1].to_vec())]);
    assert_eq!(names(&copied), ["dora", ERASED]);
}
