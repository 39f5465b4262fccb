//! Reads.

use super::Engine;
use super::person::{ANA, BEN, CARL, Person};
use super::script::Step::{Audit, Delete, DeleteSome, Find, Get, Insert, Panic, Update};
use super::script::{Seen, keep, look, read};
use roster_store::ReadKind;
use roster_store::StoreError;

const KINDS: [ReadKind; 2] = [ReadKind::Point, ReadKind::Scan];

#[doc(hidden)]
pub fn work_sees_its_own_writes(engine: impl Engine) {
    let anna = Person { name: "anna", ..ANA };
    let steps = [
        Insert(ANA),
        Update(ANA, anna),
        Get(ANA),
        Find(ANA.by_name()),
        Delete(anna),
        Get(ANA),
    ];
    let seen = keep(engine.store(), &steps);
    assert_eq!(
        seen,
        [
            Seen::Nothing,
            Seen::Nothing,
            anna.seen(),
            Seen::Nothing,
            Seen::Nothing,
            Seen::Nothing
        ]
    );
}

#[doc(hidden)]
pub fn a_read_sees_every_acknowledged_change(engine: impl Engine) {
    for kind in KINDS.repeat(20) {
        keep(engine.store(), &[Insert(ANA)]);
        assert_eq!(read(engine.store(), kind, &[Get(ANA)]).seen, [ANA.seen()]);
        keep(engine.store(), &[Delete(ANA)]);
        assert_eq!(read(engine.store(), kind, &[Get(ANA)]).seen, [Seen::Nothing]);
    }
}

#[doc(hidden)]
pub fn a_read_cannot_write(engine: impl Engine) {
    keep(engine.store(), &[Insert(ANA), Insert(BEN)]);
    for kind in KINDS {
        for step in [
            Insert(CARL),
            Update(ANA, ANA),
            Delete(ANA),
            DeleteSome(None, ANA.key(), None, 100),
            Audit("read"),
        ] {
            let report = read(engine.store(), kind, &[step]);
            assert_eq!(report.seen, [Seen::Failure(StoreError::read_only())]);
            assert_eq!(report.outcome, Err(StoreError::read_only()));
        }
    }
    let steps = [Get(ANA), Get(BEN), Get(CARL)];
    assert_eq!(
        look(engine.store(), &steps),
        [ANA.seen(), BEN.seen(), Seen::Nothing]
    );
}

#[doc(hidden)]
pub fn a_panicking_read_leaves_other_reads_intact(engine: impl Engine) {
    keep(engine.store(), &[Insert(ANA)]);
    for kind in KINDS {
        assert!(read(engine.store(), kind, &[Get(ANA), Panic]).outcome.is_err());
        assert_eq!(read(engine.store(), kind, &[Get(ANA)]).seen, [ANA.seen()]);
    }
    keep(engine.store(), &[Delete(ANA)]);
    assert_eq!(look(engine.store(), &[Get(ANA)]), [Seen::Nothing]);
}
