//! Applies what remains of a run: first resources, then people.

use std::borrow::Cow;

use roster_domain::random::SystemEntropy;
use roster_plan::{
    Change, Column, DirectoryType, Instance, Next, Part, Person, Progress, Reason, next, outcome,
};
use serde_json::Value;

use crate::attempting::{Attempt, attempt};
use crate::directory::look as look_at;
use crate::error::Error;
use crate::making::make_resources;
use crate::notes::{Notes, Watch};
use crate::parallel::Work;
use crate::passwords::password;
use crate::patience::{Failure, Patient, Repeat};
use crate::runs::Run;

/// How a run ended.
#[derive(Debug)]
pub struct Ended {
    /// Where every change stands.
    pub progress: Progress,
    /// Why it ended before every change had an outcome.
    pub stopped_by: Option<Error>,
}

/// Applies what remains of a run: makes and changes resources, then looks at each person, makes the calls for which the
/// person is as planned, one after the other, and notes each in the journal before and after. A call whose outcome is
/// unknown is looked up.
pub fn apply(run: &Run, work: &Work<'_>, watch: &dyn Watch) -> Ended {
    let notes = Notes::of(run, watch);
    let work = Work {
        run: Some(&run.id),
        ..*work
    };
    let result =
        make_resources(run, &notes, &work).and_then(|instance| change_people(run, &instance, &notes, &work));
    let (progress, flushed) = notes.end();
    Ended {
        progress,
        stopped_by: result.and(flushed).err(),
    }
}

/// Makes the changes of people that remain.
fn change_people(run: &Run, instance: &Instance, notes: &Notes<'_>, work: &Work<'_>) -> Result<(), Error> {
    let first = run.plan.resources.len();
    let remaining: Vec<usize> = run.progress.remaining().filter(|place| *place >= first).collect();
    let change = |place: usize| &run.plan.changes[place - first];
    let people: Vec<&[usize]> = remaining
        .chunk_by(|one, other| change(*one).is_about_person_of(change(*other)))
        .collect();
    work.on_each(&people, |patient, places| {
        let changes = places.iter().map(|place| change(*place));
        let columns: Vec<Column> = changes.flat_map(Change::columns).collect();
        let mut found = None;
        for place in *places {
            let mut person = OfPerson {
                change: change(*place),
                instance,
                columns: &columns,
            };
            attempt(&mut person, *place, notes, patient, &mut found)?;
        }
        Ok(())
    })
}

/// A change of a person.
struct OfPerson<'a> {
    change: &'a Change,
    instance: &'a Instance,
    /// What is read of the person, for all changes of the same person.
    columns: &'a [Column],
}

impl Attempt for OfPerson<'_> {
    /// The person, or that there is no such user.
    type Found = Option<Person>;

    const NOT_MADE: &'static str = "the person is not created";

    fn look(&mut self, patient: &Patient<'_>) -> Result<Option<Person>, Failure> {
        look_at(patient, self.instance, self.change, self.columns)
    }

    fn next(&self, in_doubt: bool, found: &Option<Person>) -> Next {
        let now = found.as_ref().map(|person| self.change.now(person));
        next(self.change, in_doubt, now.as_ref())
    }

    fn missing(&self) -> Option<String> {
        self.change.missing(self.instance)
    }

    fn call(&mut self, patient: &Patient<'_>, found: &Option<Person>) -> Result<Value, Failure> {
        let id = found.as_ref().map_or("", |person| &person.id);
        let mut parameters = with_id(self.change, id).parameters(self.instance);
        if self.change.part == Part::Creation && self.instance.kind == DirectoryType::ConnectManaged {
            parameters.insert("Password".to_owned(), password(&SystemEntropy::default()).into());
        }
        patient.call(self.change.part.operation(), &parameters, Repeat::IfNotDone)
    }

    fn accepted(
        &mut self,
        patient: &Patient<'_>,
        _: &Value,
        found: Option<Person>,
    ) -> Result<(Option<Reason>, Option<Option<Person>>), Failure> {
        // A new address may be held back.
        if self.change.address().is_some() {
            let columns: Vec<Column> = self.change.columns().into_iter().collect();
            let id = found.as_ref().map_or("", |person| &person.id);
            let person = look_at(patient, self.instance, &with_id(self.change, id), &columns)?;
            let now = person.map(|person| self.change.now(&person));
            if let Next::Skip(reason) = outcome(self.change, now.as_ref()) {
                return Ok((Some(reason), None));
            }
        }
        if self.change.part == Part::Creation {
            // The service gives a new person an id.
            return Ok((None, None));
        }
        let is_deleted = self.change.part == Part::Deletion;
        let after = found.filter(|_| !is_deleted).map(|mut person| {
            self.change.apply(&mut person);
            person
        });
        Ok((None, Some(after)))
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
