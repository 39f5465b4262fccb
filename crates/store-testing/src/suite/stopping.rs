//! Stopping.

use futures_executor::block_on;

use super::Engine;
use super::person::{ANA, BEN};
use super::script::Step::{Get, Insert};
use super::script::{give, look, read, wait, write};
use roster_store::StoreError;
use roster_store::{ReadKind, Verdict};

#[doc(hidden)]
pub fn work_given_before_a_stop_is_finished(engine: impl Engine) {
    let reports = [ANA, BEN].map(|person| give(engine.store(), Some(Verdict::Keep), &[Insert(person)]));
    block_on(engine.store().stop());
    assert_eq!(reports.map(|report| wait(&report).outcome), [Ok(()), Ok(())]);
    if let Some(engine) = engine.restarted() {
        assert_eq!(
            look(engine.store(), &[Get(ANA), Get(BEN)]),
            [ANA.seen(), BEN.seen()]
        );
    }
}

#[doc(hidden)]
pub fn work_given_after_a_stop_is_refused(engine: impl Engine) {
    block_on(engine.store().stop());
    let report = write(engine.store(), Some(Verdict::Keep), &[Insert(ANA)]);
    assert_eq!(report.outcome, Err(StoreError::Stopped));
    for kind in [ReadKind::Point, ReadKind::Scan] {
        assert_eq!(
            read(engine.store(), kind, &[Get(ANA)]).outcome,
            Err(StoreError::Stopped)
        );
    }
}

#[doc(hidden)]
pub fn stopping_twice_is_stopping_once(engine: impl Engine) {
    let (first, second) = (engine.store().stop(), engine.store().stop());
    block_on(second);
    block_on(first);
}
