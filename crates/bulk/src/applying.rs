//! Applies what remains of a run.

use std::sync::{Mutex, MutexGuard, PoisonError};

use roster_plan::{Change, Counts, Next, Progress, Reason, Record, State, next, outcome};

use crate::directory::{Instance, describe};
use crate::error::Error;
use crate::parallel::Work;
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

/// Applies what remains of a run: looks at each person, makes the call if the person is as planned, and notes it in
/// the journal before and after. A call whose outcome is unknown is looked up.
pub fn apply(run: &Run, work: &Work<'_>, watch: &dyn Watch) -> Ended {
    let applying = Applying {
        run,
        instance: run.plan.instance(),
        progress: Mutex::new(run.progress.clone()),
        watch,
    };
    let remaining: Vec<usize> = run.progress.remaining().collect();
    let result = work.on_each(&remaining, |patient, place| applying.change(patient, *place));
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
    instance: Instance,
    progress: Mutex<Progress>,
    watch: &'a dyn Watch,
}

/// What a call of a change led to.
enum Called {
    Outcome(Record),
    /// The person must be looked at.
    Unknown,
}

impl Applying<'_> {
    fn change(&self, patient: &Patient<'_>, place: usize) -> Result<(), Error> {
        let change = &self.run.plan.changes[place];
        let mut attempts = 0;
        loop {
            let in_doubt = self.progress().states()[place] == State::InDoubt;
            let now = match describe(patient, &self.instance.id, &change.user_id) {
                Ok(person) => person.map(|person| person.part(change.part)),
                // Whether a call in doubt was done stays open, so that a resumed run looks again.
                Err(Failure::Refused(error)) if !in_doubt => {
                    return self.note(&Record::Failed {
                        change: place,
                        message: words(&error),
                    });
                }
                Err(failure) => return Err(failure.into()),
            };
            match next(change, in_doubt, now.as_ref()) {
                Next::NoteDone => return self.note(&Record::Done { change: place }),
                Next::Skip(reason) => return self.skip(place, reason),
                Next::Call => {}
            }
            self.note(&Record::Begun { change: place })?;
            match self.call(patient, place, change)? {
                Called::Outcome(record) => return self.note(&record),
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
        let parameters = change.parameters(&self.instance.id, self.instance.kind);
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
        let person = describe(patient, &self.instance.id, &change.user_id)?;
        let now = person.map(|person| person.part(change.part));
        Ok(match outcome(change, now.as_ref()) {
            Next::Skip(reason) => Record::Skipped {
                change: place,
                reason,
            },
            Next::NoteDone | Next::Call => done,
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
