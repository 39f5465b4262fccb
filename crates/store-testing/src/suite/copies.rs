//! Copies between two stores of an engine.

use roster_domain::audit::{ChainHead, Head, REGISTER};
use roster_domain::records::iam::IamUser;
use roster_domain::{Key, Record};

use super::Engine;
use super::audit::{requests, walked};
use super::person::{ANA, BEN, CARL, OTHER_ANA, Person};
use super::script::Step::{
    self as Act, Audit, Count, Delete, DeleteSome, Find, Get, GetFingerprint, Insert, InsertFingerprint,
    InsertSchedule, Update,
};
use super::script::{Seen, keep, look};
use roster_store::StoreError;
use roster_store::copy::{
    Changes, Comparison, Completion, Contents, CopyError, Outcome, Pair, PositionedRecord, Progress, Report,
    Source, Step, Table, Target, TargetState, copy,
};

/// Copies without reporting progress.
fn quietly(source: &mut dyn Source, target: &mut dyn Target) -> Result<Report, CopyError> {
    copy(source, target, Completion::Finish, &mut |_| {})
}

/// Copies an engine into another, and opens that. `None` if the engine keeps nothing.
fn copied_into<E: Engine>(engine: &E, place: E) -> Option<E> {
    let mut source = engine.source()?;
    let filled = place.filled(&mut |target| {
        let report = quietly(&mut *source, target).expect("a copy");
        assert_eq!(report.outcome, Outcome::Finished, "{report:?}");
    });
    Some(filled?.expect("a store"))
}

/// An engine with some people, and an audit of three records.
fn with_people<E: Engine>() -> E {
    let engine = E::new();
    keep(engine.store(), &[Insert(ANA), Audit("1"), Insert(OTHER_ANA)]);
    keep(engine.store(), &[Insert(BEN), Audit("2"), Audit("3")]);
    engine
}

/// What all keys and entries of the people find.
fn seen(engine: &impl Engine) -> Vec<Seen> {
    let mut steps = vec![
        Count(&IamUser::BY_NAME, Key::new()),
        Count(&IamUser::BY_BOUNDARY, Key::new()),
    ];
    for person in [ANA, BEN, CARL, OTHER_ANA] {
        steps.extend([Get(person), Find(person.by_name()), Find(person.by_team())]);
    }
    look(engine.store(), &steps)
}

fn assert_same(one: &impl Engine, other: &impl Engine) {
    assert_eq!(seen(one), seen(other));
    assert_eq!(requests(one), requests(other));
}

#[doc(hidden)]
pub fn a_copy_has_all_rows_entries_and_audit_records<E: Engine>(place: E) {
    let engine: E = with_people();

    let Some(copied) = copied_into(&engine, place) else {
        return;
    };

    assert_eq!(requests(&copied).expect("an audit"), ["1", "2", "3"]);
    assert_same(&engine, &copied);
}

#[doc(hidden)]
pub fn a_copy_of_a_copy_is_complete<E: Engine>(place: E) {
    let Some(first) = copied_into(&with_people(), place) else {
        return;
    };
    keep(first.store(), &[Insert(CARL), Audit("4")]);

    let second = copied_into(&first, E::new()).expect("a copy");

    assert_eq!(requests(&second).expect("an audit"), ["1", "2", "3", "4"]);
    assert_same(&first, &second);
}

#[doc(hidden)]
pub fn deleting_some_goes_on_in_a_copy<E: Engine>(place: E) {
    let engine: E = with_people();
    let delete = |index| DeleteSome(index, Key::new().text(ANA.company), None, 1);
    keep(engine.store(), &[delete(Some(&IamUser::BY_NAME))]);

    let Some(copied) = copied_into(&engine, place) else {
        return;
    };

    assert_same(&engine, &copied);
    for index in [Some(&IamUser::BY_NAME), Some(&IamUser::BY_BOUNDARY), None] {
        while keep(copied.store(), &[delete(index)]) != [Seen::Last(None)] {}
    }
    let steps = [Count(&IamUser::BY_NAME, Key::new()), Get(ANA), Get(OTHER_ANA)];
    assert_eq!(
        look(copied.store(), &steps),
        [Seen::Count(1), Seen::Nothing, OTHER_ANA.seen()]
    );
}

#[doc(hidden)]
pub fn the_audit_continues_behind_the_copied_records<E: Engine>(place: E) {
    let Some(copied) = copied_into(&with_people::<E>(), place) else {
        return;
    };
    keep(copied.store(), &[Audit("4"), Audit("5")]);

    assert_eq!(requests(&copied).expect("an audit"), ["1", "2", "3", "4", "5"]);
    let all = walked(&copied, u64::MAX, 9);
    assert!(
        all.len() == 5 && all.is_sorted_by(|a, b| a > b) && all[4] > 0,
        "{all:?}"
    );
    for place in 0..5 {
        let behind = &all[place + 1..];
        assert_eq!(walked(&copied, all[place], 9), behind);
        assert_eq!(walked(&copied, all[place], 2), behind[..behind.len().min(2)]);
    }
}

#[doc(hidden)]
pub fn a_target_with_content_is_refused<E: Engine>(first: E) {
    let engine: E = with_people();
    let contents: [&[Act]; 3] = [
        &[Insert(CARL), Audit("own")],
        &[InsertFingerprint("own"), Insert(CARL)],
        &[InsertFingerprint("own"), Audit("own")],
    ];
    let places = [first, E::new(), E::new()];
    for (content, place) in contents.into_iter().zip(places) {
        let Some(mut source) = engine.source() else {
            return;
        };
        keep(place.store(), content);
        let seen = look(place.store(), &[Get(CARL), GetFingerprint]);
        let audited = requests(&place);

        let place = place.filled(&mut |target| {
            let refusal = quietly(&mut *source, target).expect_err("a refusal");
            assert_eq!(refusal, CopyError::HasContent, "{content:?}");
        });

        let place = place.expect("a place").expect("a store");
        assert_eq!(look(place.store(), &[Get(ANA)]), [Seen::Nothing]);
        assert_eq!(look(place.store(), &[Get(CARL), GetFingerprint]), seen);
        assert_eq!(requests(&place), audited);
    }
}

#[doc(hidden)]
pub fn a_target_with_only_what_a_start_writes_takes_a_copy<E: Engine>(first: E) {
    for (theirs, place) in [Some("theirs"), None].into_iter().zip([first, E::new()]) {
        let engine: E = with_people();
        if let Some(theirs) = theirs {
            keep(engine.store(), &[InsertFingerprint(theirs)]);
        }
        keep(place.store(), &[InsertFingerprint("own"), InsertSchedule]);

        let Some(copied) = copied_into(&engine, place) else {
            return;
        };

        let expected = theirs.map_or(Seen::Nothing, |theirs| Seen::Body(theirs.into()));
        assert_eq!(look(copied.store(), &[GetFingerprint]), [expected]);
        assert_same(&engine, &copied);
        keep(copied.store(), &[Insert(CARL), Audit("4")]);
        assert_eq!(requests(&copied).expect("an audit"), ["1", "2", "3", "4"]);
    }
}

#[doc(hidden)]
pub fn a_finished_copy_without_content_takes_a_copy<E: Engine>(place: E) {
    let empty = E::new();
    keep(empty.store(), &[InsertFingerprint("own")]);
    let Some(place) = copied_into(&empty, place) else {
        return;
    };
    let engine: E = with_people();

    let copied = copied_into(&engine, place).expect("a copy");

    assert_same(&engine, &copied);
}

#[doc(hidden)]
pub fn a_copy_resumes_after_a_failure_at_any_write<E: Engine>(place: E) {
    let engine: E = with_people();
    let Some(mut source) = engine.source() else {
        return;
    };

    let place = place.filled(&mut |target| {
        for (fault, writes) in [Fault::Before, Fault::After].into_iter().cycle().zip(0..) {
            let mut failing = Faulty {
                target: &mut *target,
                writes,
                fault,
            };
            match quietly(&mut *source, &mut failing) {
                Ok(report) => return assert_eq!(report.outcome, Outcome::Finished),
                Err(error) => assert_eq!(error, CopyError::Target(broken())),
            }
        }
    });

    assert_same(&engine, &place.expect("a place").expect("a store"));
}

#[doc(hidden)]
pub fn an_unfinished_copy_is_not_opened<E: Engine>(place: E) {
    let engine: E = with_people();
    let Some(mut source) = engine.source() else {
        return;
    };

    let place = place.filled(&mut |target| {
        let mut failing = Faulty {
            target,
            writes: 2,
            fault: Fault::Before,
        };
        quietly(&mut *source, &mut failing).expect_err("a failure");
    });

    match place.expect("a place") {
        Ok(_) => panic!("it was opened"),
        Err(refusal) => assert!(refusal.contains("has not finished copying"), "{refusal}"),
    }
}

#[doc(hidden)]
pub fn an_outdated_copy_catches_up_in_the_next_run<E: Engine>(place: E) {
    let engine: E = with_people();
    let Some(mut source) = engine.source() else {
        return;
    };
    let anna = Person { name: "anna", ..ANA };

    let place = place.filled(&mut |target| {
        let mut waiting = Some([Update(ANA, anna), Delete(BEN), Insert(CARL), Audit("4")]);
        let mut change = |progress: Progress| {
            if progress.step == Step::Check
                && let Some(steps) = waiting.take()
            {
                keep(engine.store(), &steps);
            }
        };
        let report = copy(&mut *source, target, Completion::Finish, &mut change).expect("a copy");
        assert_eq!(report.outcome, Outcome::Outdated, "{report:?}");
        assert!(report.comparisons.iter().all(Comparison::is_equal), "{report:?}");
        let report = quietly(&mut *source, target).expect("a copy");
        assert_eq!(report.outcome, Outcome::Finished, "{report:?}");
    });

    assert_same(&engine, &place.expect("a place").expect("a store"));
}

#[doc(hidden)]
pub fn a_copy_left_open_is_finished_with_later_changes<E: Engine>(place: E) {
    let engine: E = with_people();
    let Some(mut source) = engine.source() else {
        return;
    };

    let place = place.filled(&mut |target| {
        let report = copy(&mut *source, target, Completion::LeaveOpen, &mut |_| {}).expect("a copy");
        assert_eq!(report.outcome, Outcome::LeftOpen, "{report:?}");
        keep(engine.store(), &[Insert(CARL), Audit("4")]);
        source.refresh().expect("another look");
        let report = quietly(&mut *source, target).expect("a copy");
        assert_eq!(report.outcome, Outcome::Finished, "{report:?}");
    });

    assert_same(&engine, &place.expect("a place").expect("a store"));
}

#[doc(hidden)]
pub fn a_lost_write_shows_in_the_comparison<E: Engine>(place: E) {
    let engine: E = with_people();
    let Some(mut source) = engine.source() else {
        return;
    };

    let place = place.filled(&mut |target| {
        let mut forgetful = Faulty {
            target: &mut *target,
            writes: 3,
            fault: Fault::Silent,
        };
        let report = quietly(&mut *source, &mut forgetful).expect("a copy");
        assert_eq!(report.outcome, Outcome::Different, "{report:?}");
        let different = report
            .comparisons
            .iter()
            .filter(|comparison| !comparison.is_equal());
        let names: Vec<_> = different.map(|comparison| comparison.what).collect();
        assert_eq!(names, [IamUser::KIND.name]);
    });

    assert!(place.expect("a place").is_err(), "it was opened");
}

#[doc(hidden)]
pub fn an_unfinished_copy_of_another_source_is_refused<E: Engine>(place: E) {
    let (engine, other): (E, E) = (with_people(), E::new());
    keep(other.store(), &[Insert(CARL), Audit("other")]);
    let (Some(mut source), Some(mut another)) = (engine.source(), other.source()) else {
        return;
    };

    let place = place.filled(&mut |target| {
        let mut failing = Faulty {
            target: &mut *target,
            writes: 3,
            fault: Fault::Before,
        };
        quietly(&mut *source, &mut failing).expect_err("a failure");
        let refusal = quietly(&mut *another, target).expect_err("a refusal");
        assert_eq!(refusal, CopyError::OtherSource);
        quietly(&mut *source, target).expect("a copy");
    });

    assert_same(&engine, &place.expect("a place").expect("a store"));
}

#[doc(hidden)]
pub fn tables_of_many_pages_become_equal<E: Engine>(place: E) {
    let table = Table::Rows(IamUser::KIND);
    let number = |number: u32| Pair {
        key: number.to_be_bytes().to_vec(),
        value: number.to_le_bytes().to_vec(),
    };
    let fill = |target: &mut dyn Target, put: Vec<Pair>| {
        target.begin().expect("a target");
        let deleted = Vec::new();
        target.change(table, &Changes { put, deleted }).expect("pairs");
    };
    let begun = E::new().filled(&mut |target| {
        fill(target, (0..9_001).map(number).collect());
        let register = ChainHead {
            chain: String::new(),
            head: Head::default(),
        };
        target.finish(&register, &[]).expect("an end");
    });
    let Some(engine) = begun else {
        return;
    };
    let mut source = engine.expect("a store").source().expect("a source");

    let place = place.filled(&mut |target| {
        // Equal pairs, pairs with other values, pairs to delete, and many missing ones.
        let same = (0..9_001).step_by(3).map(number);
        let others = (1..9_001).step_by(3).map(|key| Pair {
            value: vec![7],
            ..number(key)
        });
        let spare = (9_001..20_000).map(number);
        fill(target, same.chain(others).chain(spare).collect());

        let report = quietly(&mut *source, target).expect("a copy");

        assert_eq!(report.outcome, Outcome::Finished, "{report:?}");
        assert_eq!(report.comparisons.len(), 1, "{report:?}");
        assert_eq!(report.comparisons[0].target.records, 9_001);
    });
    place.expect("a place").expect("a store");
}

#[doc(hidden)]
pub fn a_chain_of_many_pages_is_copied<E: Engine>(place: E) {
    let engine = E::new();
    let records: Vec<_> = (0..4_001).map(|_| Audit("one of many")).collect();
    keep(engine.store(), &records);
    keep(engine.store(), &records);

    let Some(copied) = copied_into(&engine, place) else {
        return;
    };

    let mut log = copied.audit_log().expect("a log");
    let copied = log.chains().expect("chains").into_iter();
    let records = copied.filter(|chain_head| chain_head.chain != REGISTER);
    assert_eq!(
        records.map(|chain_head| chain_head.head.sequence).sum::<u64>(),
        8_002
    );
}

/// A target with one faulty write.
struct Faulty<'t> {
    target: &'t mut dyn Target,
    /// How many writes succeed before it.
    writes: u32,
    fault: Fault,
}

#[derive(Clone, Copy)]
enum Fault {
    /// Nothing is written.
    Before,
    /// It is written and reported as failed.
    After,
    /// Nothing is written, and success is reported.
    Silent,
}

fn broken() -> StoreError {
    StoreError::Engine("the connection is lost".to_owned())
}

impl Faulty<'_> {
    fn write(
        &mut self,
        act: impl FnOnce(&mut dyn Target) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let is_next = self.writes == 0;
        self.writes = self.writes.wrapping_sub(1);
        match (is_next, self.fault) {
            (false, _) => act(self.target),
            (true, Fault::Before) => Err(broken()),
            (true, Fault::After) => act(self.target).and(Err(broken())),
            (true, Fault::Silent) => Ok(()),
        }
    }
}

impl Contents for Faulty<'_> {
    fn count(&mut self, table: Table) -> Result<u64, StoreError> {
        self.target.count(table)
    }

    fn page(&mut self, table: Table, from: &[u8], limit: usize) -> Result<Vec<Pair>, StoreError> {
        self.target.page(table, from, limit)
    }

    fn chains(&mut self) -> Result<Vec<ChainHead>, StoreError> {
        self.target.chains()
    }

    fn records(
        &mut self,
        chain: &str,
        after: u64,
        limit: usize,
    ) -> Result<Vec<PositionedRecord>, StoreError> {
        self.target.records(chain, after, limit)
    }
}

impl Target for Faulty<'_> {
    fn begin(&mut self) -> Result<TargetState, StoreError> {
        self.target.begin()
    }

    fn change(&mut self, table: Table, changes: &Changes) -> Result<(), StoreError> {
        self.write(|target| target.change(table, changes))
    }

    fn append(&mut self, chain_head: &ChainHead, records: &[PositionedRecord]) -> Result<(), StoreError> {
        self.write(|target| target.append(chain_head, records))
    }

    fn erase(&mut self, chain: &str, sequences: &[u64]) -> Result<(), StoreError> {
        self.write(|target| target.erase(chain, sequences))
    }

    fn last_record(&mut self, chain: &str) -> Result<Option<Head>, StoreError> {
        self.target.last_record(chain)
    }

    fn last_position(&mut self) -> Result<i64, StoreError> {
        self.target.last_position()
    }

    fn finish(&mut self, register: &ChainHead, records: &[PositionedRecord]) -> Result<(), StoreError> {
        // A finished target cannot be copied into again.
        match self.fault {
            Fault::After => self.target.finish(register, records),
            Fault::Before | Fault::Silent => self.write(|target| target.finish(register, records)),
        }
    }
}
