//! Applies what remains of a run.

use std::borrow::Cow;
use std::sync::{Mutex, MutexGuard, PoisonError};

use roster_domain::random::SystemEntropy;
use roster_plan::{
    Change, Column, Counts, DirectoryType, Instance, Next, Part, Person, Progress, Reason, Record, State,
    next, outcome,
};

use crate::directory::look as look_at;
use crate::error::Error;
use crate::parallel::Work;
use crate::passwords::password;
use crate::patience::{Failure, Patient, Repeat, words};
use crate::runs::Run;

/// A call without an answer is looked up and made again so often.
const UNKNOWN_ATTEMPTS: u32 = 5;

/// Watches a run.
pub trait Watch: Sync {
    /// A call is about to be made, or a change has an outcome.
    fn progressed(&self, counts: Counts);
}

impl Watch for () {
    fn progressed(&self, _: Counts) {}
}

/// How a run ended.
#[derive(Debug)]
pub struct Ended {
    /// Where every change stands.
    pub progress: Progress,
    /// Why it ended before every change had an outcome.
    pub stopped_by: Option<Error>,
}

/// Applies what remains of a run: looks at each person, makes the calls for which the person is as planned, one after
/// the other, and notes each in the journal before and after. A call whose outcome is unknown is looked up.
pub fn apply(run: &Run, work: &Work<'_>, watch: &dyn Watch) -> Ended {
    let applying = Applying {
        run,
        instance: &run.plan.instance,
        progress: Mutex::new(run.progress.clone()),
        watch,
    };
    let work = Work {
        run: Some(&run.id),
        ..*work
    };
    let remaining: Vec<usize> = run.progress.remaining().collect();
    let change = |place: usize| &run.plan.changes[place];
    let people: Vec<&[usize]> = remaining
        .chunk_by(|one, other| change(*one).is_about_person_of(change(*other)))
        .collect();
    let result = work.on_each(&people, |patient, places| applying.person(patient, places));
    Ended {
        progress: applying
            .progress
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner),
        stopped_by: result.err(),
    }
}

struct Applying<'a> {
    run: &'a Run,
    instance: &'a Instance,
    progress: Mutex<Progress>,
    watch: &'a dyn Watch,
}

/// What a call of a change led to.
enum Called {
    Outcome(Record),
    /// The person must be looked at.
    Unknown,
}

/// What a look at a person found: the person, or that there is no such user.
type Look = Option<Person>;

impl Applying<'_> {
    /// Does what remains for one person.
    fn person(&self, patient: &Patient<'_>, places: &[usize]) -> Result<(), Error> {
        let changes = places.iter().map(|place| &self.run.plan.changes[*place]);
        let columns: Vec<Column> = changes.flat_map(Change::columns).collect();
        let mut look = None;
        for place in places {
            self.change(patient, *place, &columns, &mut look)?;
        }
        Ok(())
    }

    /// Makes one change. `look` is what the last look found; without one, this looks again.
    fn change(
        &self,
        patient: &Patient<'_>,
        place: usize,
        columns: &[Column],
        look: &mut Option<Look>,
    ) -> Result<(), Error> {
        let change = &self.run.plan.changes[place];
        let mut attempts = 0;
        loop {
            let in_doubt = self.progress().states()[place] == State::InDoubt;
            let person = match look.take() {
                Some(person) => person,
                None => match look_at(patient, self.instance, change, columns) {
                    Ok(person) => person,
                    // Whether a call in doubt was done stays open, so that a resumed run looks again.
                    Err(Failure::Refused(error)) if !in_doubt => {
                        return self.note(&Record::Failed {
                            change: place,
                            message: words(&error),
                        });
                    }
                    Err(failure) => return Err(failure.into()),
                },
            };
            let now = person.as_ref().map(|person| change.now(person));
            match next(change, in_doubt, now.as_ref()) {
                Next::NoteDone => {
                    *look = Some(person);
                    return self.note(&Record::Done { change: place });
                }
                Next::Skip(reason) => {
                    *look = Some(person);
                    return self.skip(place, reason);
                }
                Next::FailWithCreation => {
                    return self.note(&Record::Failed {
                        change: place,
                        message: "the person is not created".to_owned(),
                    });
                }
                Next::Call => {}
            }
            self.note(&Record::Begun { change: place })?;
            let id = person.as_ref().map_or("", |person| &person.id);
            match self.call(patient, place, &with_id(change, id))? {
                Called::Outcome(record) => {
                    *look = after(&record, change, person);
                    return self.note(&record);
                }
                Called::Unknown if attempts < UNKNOWN_ATTEMPTS => {
                    attempts += 1;
                    patient.pause(attempts)?;
                }
                // It stays in doubt: a resumed run looks it up.
                Called::Unknown => return Ok(()),
            }
        }
    }

    fn call(&self, patient: &Patient<'_>, place: usize, change: &Change) -> Result<Called, Failure> {
        let mut parameters = change.parameters(self.instance);
        if change.part == Part::Creation && self.instance.kind == DirectoryType::ConnectManaged {
            parameters.insert("Password".to_owned(), password(&SystemEntropy::default()).into());
        }
        match patient.call(change.part.operation(), &parameters, Repeat::IfNotDone) {
            Ok(_) => self.accepted(patient, place, change).map(Called::Outcome),
            Err(Failure::Refused(error)) => Ok(Called::Outcome(Record::Failed {
                change: place,
                message: words(&error),
            })),
            Err(Failure::Unknown(_)) => Ok(Called::Unknown),
            Err(failure) => Err(failure),
        }
    }

    /// The outcome of a call that the service accepted. A new address may be held back, so that is looked at.
    fn accepted(&self, patient: &Patient<'_>, place: usize, change: &Change) -> Result<Record, Failure> {
        let done = Record::Done { change: place };
        if change.address().is_none() {
            return Ok(done);
        }
        let columns: Vec<Column> = change.columns().into_iter().collect();
        let person = look_at(patient, self.instance, change, &columns)?;
        let now = person.map(|person| change.now(&person));
        Ok(match outcome(change, now.as_ref()) {
            Next::Skip(reason) => Record::Skipped {
                change: place,
                reason,
            },
            Next::NoteDone | Next::Call | Next::FailWithCreation => done,
        })
    }

    fn skip(&self, place: usize, reason: Reason) -> Result<(), Error> {
        self.note(&Record::Skipped {
            change: place,
            reason,
        })
    }

    /// Writes a record, and counts it when it is on disk.
    fn note(&self, record: &Record) -> Result<(), Error> {
        self.run.journal.add(record)?;
        let counts = {
            let mut progress = self.progress();
            progress.note(record);
            progress.counts()
        };
        self.watch.progressed(counts);
        Ok(())
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a look would find after a call; none if only a look can tell.
fn after(record: &Record, change: &Change, person: Look) -> Option<Look> {
    match record {
        // The service gives a new person an id.
        Record::Done { .. } if change.part == Part::Creation => None,
        Record::Done { .. } if change.part == Part::Deletion => Some(None),
        Record::Done { .. } => Some(person.map(|mut person| {
            change.apply(&mut person);
            person
        })),
        Record::Failed { .. } => Some(person),
        Record::Begun { .. } | Record::Skipped { .. } => None,
    }
}

/// A change of a person whose id was not known when it was planned.
fn with_id<'a>(change: &'a Change, id: &str) -> Cow<'a, Change> {
    if change.user_id.is_empty() && !id.is_empty() {
        Cow::Owned(Change {
            user_id: id.to_owned(),
            ..change.clone()
        })
    } else {
        Cow::Borrowed(change)
    }
}
