//! Work is kept completely or not at all.

use roster_domain::records::iam::IamUser;
use roster_domain::{Key, Record};

use super::Engine;
use super::audit::requests;
use super::person::{ANA, BEN, CARL, Person};
use super::script::Step::{self, Audit, Count, Delete, DeleteSome, Find, Get, Insert, Panic, Update};
use super::script::{Seen, give, keep, look, wait, write};
use roster_store::StoreError;
use roster_store::{Store, Verdict};

/// Every verb that writes.
const CHANGES: [Step; 4] = [
    Insert(CARL),
    Update(ANA, Person { name: "anna", ..ANA }),
    Delete(BEN),
    Audit("undone"),
];

fn assert_untouched(store: &dyn Store) {
    let steps = [
        Get(ANA),
        Find(ANA.by_name()),
        Get(BEN),
        Find(BEN.by_team()),
        Get(CARL),
        Count(&IamUser::BY_NAME, Key::new()),
    ];
    assert_eq!(
        look(store, &steps),
        [
            ANA.seen(),
            ANA.seen(),
            BEN.seen(),
            BEN.seen(),
            Seen::Nothing,
            Seen::Count(2)
        ]
    );
}

#[doc(hidden)]
pub fn undone_work_leaves_no_trace(engine: impl Engine) {
    keep(engine.store(), &[Insert(ANA), Insert(BEN)]);
    let report = write(engine.store(), Some(Verdict::Undo), &CHANGES);
    assert_eq!(report.outcome, Ok(()));
    assert_untouched(engine.store());
}

#[doc(hidden)]
pub fn work_can_keep_only_its_audit_records(engine: impl Engine) {
    keep(engine.store(), &[Insert(ANA), Insert(BEN), Audit("first")]);
    let namesake = Person {
        name: ANA.name,
        ..CARL
    };
    let range = [
        Count(&IamUser::BY_NAME, Key::new()),
        DeleteSome(Some(&IamUser::BY_NAME), Key::new(), None, 100),
        DeleteSome(None, Key::new(), None, 100),
    ];
    for steps in [
        &[Audit("refused")][..],
        &[&CHANGES[..3], &[Audit("refused")]].concat(),
        &[Update(ANA, Person { name: "anna", ..ANA }), Audit("refused")],
        &[Insert(namesake), Audit("refused")],
        &[&CHANGES[..3], &range[..1], &[Audit("refused")]].concat(),
        &[&range[..], &[Audit("refused")]].concat(),
    ] {
        let report = write(engine.store(), Some(Verdict::KeepAudit), steps);
        assert_eq!(report.outcome, Ok(()), "{steps:?}");
        assert_untouched(engine.store());
    }
    keep(engine.store(), &[Audit("last")]);
    if let Some(mut requests) = requests(&engine) {
        requests.sort_unstable();
        assert_eq!(requests, [&["first", "last"][..], &["refused"; 6]].concat());
    }
}

#[doc(hidden)]
pub fn kept_audit_records_leave_other_work_intact(engine: impl Engine) {
    let reports: Vec<_> = [
        (Verdict::Keep, vec![Insert(ANA), Audit("ana")]),
        (Verdict::KeepAudit, vec![Insert(CARL), Audit("refused")]),
        (Verdict::Undo, vec![Insert(CARL), Audit("undone")]),
        (Verdict::Keep, vec![Insert(BEN), Audit("ben")]),
    ]
    .into_iter()
    .map(|(verdict, steps)| give(engine.store(), Some(verdict), &steps))
    .collect();
    for report in &reports {
        assert_eq!(wait(report).outcome, Ok(()));
    }
    assert_untouched(engine.store());
    if let Some(mut requests) = requests(&engine) {
        requests.sort_unstable();
        assert_eq!(requests, ["ana", "ben", "refused"]);
    }
}

#[doc(hidden)]
pub fn failing_work_leaves_no_trace(engine: impl Engine) {
    keep(engine.store(), &[Insert(ANA), Insert(BEN)]);
    let report = write(engine.store(), None, &CHANGES);
    assert!(report.outcome.is_err());
    assert_untouched(engine.store());
}

#[doc(hidden)]
pub fn panicking_work_leaves_no_trace(engine: impl Engine) {
    keep(engine.store(), &[Insert(ANA), Insert(BEN)]);
    let steps = [&CHANGES[..], &[Panic]].concat();
    let report = write(engine.store(), Some(Verdict::Keep), &steps);
    assert!(report.outcome.is_err());
    assert_untouched(engine.store());
}

#[doc(hidden)]
pub fn work_cannot_keep_writes_before_a_failure(engine: impl Engine) {
    keep(engine.store(), &[Insert(ANA), Insert(BEN)]);
    let report = write(engine.store(), Some(Verdict::Keep), &[Insert(CARL), Insert(ANA)]);
    let refusal = StoreError::key_exists(IamUser::KIND.name);
    assert_eq!(report.seen, [Seen::Nothing, Seen::Failure(refusal.clone())]);
    assert_eq!(report.outcome, Err(refusal));
    assert_untouched(engine.store());
}

#[doc(hidden)]
pub fn work_cannot_keep_writes_before_a_taken_entry(engine: impl Engine) {
    keep(engine.store(), &[Insert(ANA), Insert(BEN)]);
    let namesake = Person {
        name: ANA.name,
        ..CARL
    };
    let report = write(engine.store(), Some(Verdict::Keep), &[Insert(namesake)]);
    assert_eq!(report.seen, [Seen::Taken(IamUser::BY_NAME.name)]);
    assert!(report.outcome.is_err());
    assert_untouched(engine.store());
}
