//! How far a run is, by its journal, and what comes next for a change.
//!
//! A journal has a record before each call and one after it. Whatever a journal ends with, the run can go on: a call
//! without a record after it is in doubt, and the service is asked what became of it.

use serde::{Deserialize, Serialize};

use crate::change::Change;
use crate::part::Part;
use crate::values::Values;

/// An entry of a journal. Numbers are places in the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "State")]
pub enum Record {
    /// The call is about to be made.
    #[serde(rename = "BEGUN")]
    Begun {
        /// The change.
        #[serde(rename = "Change")]
        change: usize,
    },
    /// The change is made.
    #[serde(rename = "DONE")]
    Done {
        /// The change.
        #[serde(rename = "Change")]
        change: usize,
    },
    /// The change is not made, because the person or the resource is not as planned.
    #[serde(rename = "SKIPPED")]
    Skipped {
        /// The change.
        #[serde(rename = "Change")]
        change: usize,
        /// Why.
        #[serde(rename = "Reason")]
        reason: Reason,
    },
    /// The service refused the change.
    #[serde(rename = "FAILED")]
    Failed {
        /// The change.
        #[serde(rename = "Change")]
        change: usize,
        /// The words of the service.
        #[serde(rename = "Message")]
        message: String,
    },
}

/// Why a change is skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Reason {
    /// The person or the resource has changed since the plan.
    ChangedMeanwhile,
    /// It was as the plan wants it before the run came to it.
    AlreadySo,
    /// It was deleted since the plan.
    Deleted,
    /// A person or a resource of this name was created after the plan.
    CreatedMeanwhile,
    /// The service accepted the call and holds the new address back, as Roster's takeover guard does.
    HeldBack,
}

impl Reason {
    /// The reason in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::ChangedMeanwhile => "changed since the plan",
            Self::AlreadySo => "was already as planned",
            Self::Deleted => "deleted since the plan",
            Self::CreatedMeanwhile => "another of this name was created since the plan",
            Self::HeldBack => {
                "the new address waits for a confirmation or an approval: see `roster guard list`"
            }
        }
    }
}

/// Where a change stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Nothing was done.
    #[default]
    Waiting,
    /// A call was begun, and its outcome is unknown.
    InDoubt,
    /// It is made.
    Done,
    /// It is not made, because the person or the resource is not as planned.
    Skipped(Reason),
    /// The service refused it.
    Failed(String),
}

/// Where every change of a run stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    states: Vec<State>,
    counts: Counts,
}

/// How many changes stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Counts {
    /// All of them.
    pub planned: usize,
    /// Those that are made.
    pub done: usize,
    /// Those that are not made, because people or resources are not as planned.
    pub skipped: usize,
    /// Those that the service refused.
    pub failed: usize,
}

/// Where a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RunState {
    /// A process works on it.
    Running,
    /// Changes wait or are in doubt.
    Interrupted,
    /// Every change is made, skipped or refused.
    Completed,
}

impl Progress {
    /// The progress of a run of so many changes, by its journal. Records of changes that the plan does not have are
    /// ignored.
    pub fn of<'a>(planned: usize, journal: impl IntoIterator<Item = &'a Record>) -> Self {
        let mut progress = Self {
            states: vec![State::Waiting; planned],
            counts: Counts {
                planned,
                ..Counts::default()
            },
        };
        for record in journal {
            progress.note(record);
        }
        progress
    }

    /// Takes one more record into account.
    pub fn note(&mut self, record: &Record) {
        let (change, state) = match record {
            Record::Begun { change } => (*change, State::InDoubt),
            Record::Done { change } => (*change, State::Done),
            Record::Skipped { change, reason } => (*change, State::Skipped(*reason)),
            Record::Failed { change, message } => (*change, State::Failed(message.clone())),
        };
        if let Some(known) = self.states.get_mut(change) {
            if let Some(count) = self.counts.count(known) {
                *count -= 1;
            }
            *known = state;
            if let Some(count) = self.counts.count(known) {
                *count += 1;
            }
        }
    }

    /// Where each change stands, in the order of the plan.
    pub fn states(&self) -> &[State] {
        &self.states
    }

    /// The places of the changes that a run has to do. Refused ones are tried again.
    pub fn remaining(&self) -> impl Iterator<Item = usize> + '_ {
        let states = self.states.iter().enumerate();
        let remaining = states.filter(|(_, state)| match state {
            State::Waiting | State::InDoubt | State::Failed(_) => true,
            State::Done | State::Skipped(_) => false,
        });
        remaining.map(|(change, _)| change)
    }

    /// How many changes stand where.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Whether every change has an outcome.
    pub fn is_complete(&self) -> bool {
        let Counts {
            planned,
            done,
            skipped,
            failed,
        } = self.counts;
        done + skipped + failed == planned
    }
}

impl Counts {
    /// The count of a state; none if it is no outcome.
    fn count(&mut self, state: &State) -> Option<&mut usize> {
        match state {
            State::Waiting | State::InDoubt => None,
            State::Done => Some(&mut self.done),
            State::Skipped(_) => Some(&mut self.skipped),
            State::Failed(_) => Some(&mut self.failed),
        }
    }
}

/// What to do about a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Make the call.
    Call,
    /// An earlier call made the change: note it.
    NoteDone,
    /// Leave the person or the resource alone, and note why.
    Skip(Reason),
    /// The call before it, which makes the person or the resource, is refused: this one fails with it, and is tried again
    /// with it.
    FailWithCreation,
}

/// Decides on a change by what the service says of the person now. `in_doubt` tells that a call was begun before.
pub fn next(change: &Change, in_doubt: bool, now: Option<&Values>) -> Next {
    match now {
        None if change.part == Part::Creation => Next::Call,
        None if change.part == Part::Deletion && in_doubt => Next::NoteDone,
        None if change.user_id.is_empty() => Next::FailWithCreation,
        None => Next::Skip(Reason::Deleted),
        Some(_) if change.part == Part::Creation && !in_doubt => Next::Skip(Reason::CreatedMeanwhile),
        Some(now) => decide(&change.before, &change.after, now, in_doubt).unwrap_or_else(|| {
            Next::Skip(if in_doubt && is_held_back(change, now) {
                Reason::HeldBack
            } else {
                Reason::ChangedMeanwhile
            })
        }),
    }
}

/// Decides on a change by the present state. The answer is none if that is neither the state before nor the state after the change.
pub(crate) fn decide<T: PartialEq>(before: &T, after: &T, now: &T, in_doubt: bool) -> Option<Next> {
    if now == before {
        Some(Next::Call)
    } else if now == after && in_doubt {
        Some(Next::NoteDone)
    } else if now == after {
        Some(Next::Skip(Reason::AlreadySo))
    } else {
        None
    }
}

/// What became of a call that the service accepted, by what it says of the person now. Other changes in
/// between do not matter.
pub fn outcome(change: &Change, now: Option<&Values>) -> Next {
    match now {
        Some(now) if change.address().is_some() && is_held_back(change, now) => Next::Skip(Reason::HeldBack),
        Some(_) | None => Next::NoteDone,
    }
}

/// Whether all is as planned but the primary address, which is as before.
fn is_held_back(change: &Change, now: &Values) -> bool {
    let mut differing = change.after.differing(now);
    let (first, second) = (differing.next(), differing.next());
    match (first, second) {
        (Some((field, _, now)), None) => {
            field.column().is_recovery_address() && now == change.before.text(field)
        }
        (Some(_) | None, _) => false,
    }
}
