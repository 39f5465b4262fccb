//! Brings one change of a run to its outcome.

use roster_plan::{Next, Reason, Record};
use serde_json::Value;

use crate::error::Error;
use crate::notes::Notes;
use crate::patience::{Failure, Patient, words};

/// A call without an answer is looked up and made again so often.
const UNKNOWN_ATTEMPTS: u32 = 5;

/// A change as it is tried.
pub(crate) trait Attempt {
    /// What a look finds: the person or the resource, or that there is none.
    type Found;

    /// What fails with it if it is not made.
    const NOT_MADE: &'static str;

    /// Looks at what the change is about.
    fn look(&mut self, patient: &Patient<'_>) -> Result<Self::Found, Failure>;

    /// Decides what to do.
    fn next(&self, in_doubt: bool, found: &Self::Found) -> Next;

    /// What it refers to and is not there, in words.
    fn missing(&self) -> Option<String>;

    /// Makes the call.
    fn call(&mut self, patient: &Patient<'_>, found: &Self::Found) -> Result<Value, Failure>;

    /// Why a call that the service accepted did not make the change, if it did not; and what a look would find then, if
    /// that is known without one.
    fn accepted(
        &mut self,
        patient: &Patient<'_>,
        answer: &Value,
        found: Self::Found,
    ) -> Result<(Option<Reason>, Option<Self::Found>), Failure>;
}

/// Makes the change at a place of the plan, unless it is made or cannot be. `found` is what the last look found; without
/// it, this looks again. A call whose outcome is unknown is looked up.
pub(crate) fn attempt<A: Attempt>(
    change: &mut A,
    place: usize,
    notes: &Notes<'_>,
    patient: &Patient<'_>,
    found: &mut Option<A::Found>,
) -> Result<(), Error> {
    let mut attempts = 0;
    loop {
        let in_doubt = notes.is_in_doubt(place);
        let look = match found.take() {
            Some(look) => look,
            None => match change.look(patient) {
                Ok(look) => look,
                // Whether a call in doubt was done stays open, so that a resumed run looks again.
                Err(Failure::Refused(error)) if !in_doubt => {
                    return notes.note(&failed(place, words(&error)));
                }
                Err(failure) => return Err(failure.into()),
            },
        };
        let record = match change.next(in_doubt, &look) {
            Next::NoteDone => Some(Record::Done { change: place }),
            Next::Skip(reason) => Some(skipped(place, reason)),
            Next::FailWithCreation => Some(failed(place, A::NOT_MADE.to_owned())),
            Next::Call => change.missing().map(|missing| failed(place, missing)),
        };
        if let Some(record) = record {
            *found = Some(look);
            return notes.note(&record);
        }
        notes.note(&Record::Begun { change: place })?;
        match change.call(patient, &look) {
            Ok(answer) => {
                let (reason, after) = change.accepted(patient, &answer, look)?;
                *found = after;
                let done = Record::Done { change: place };
                return notes.note(&reason.map_or(done, |reason| skipped(place, reason)));
            }
            Err(Failure::Refused(error)) => {
                *found = Some(look);
                return notes.note(&failed(place, words(&error)));
            }
            Err(Failure::Unknown(_)) if attempts < UNKNOWN_ATTEMPTS => {
                attempts += 1;
                patient.pause(attempts)?;
            }
            // It stays in doubt: a resumed run looks it up.
            Err(Failure::Unknown(_)) => return Ok(()),
            Err(failure) => return Err(failure.into()),
        }
    }
}

fn skipped(change: usize, reason: Reason) -> Record {
    Record::Skipped { change, reason }
}

fn failed(change: usize, message: String) -> Record {
    Record::Failed { change, message }
}
