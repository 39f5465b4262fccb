//! Jobs: work that a server does later, beside requests.

use roster_model::shapes::Timestamp;
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::id::Id;
use crate::key::Key;
use crate::record::{Entry, InAudit, Index, Kind, Record};

/// Work that a server does later. It is stored together with the change that causes it.
///
/// A job belongs to no instance and outlives what it is about, so its handler copes with a record that is gone. Its
/// payload is stored in clear and copied with everything else: it names records by their ids and holds no secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct Job {
    /// Its id.
    pub id: Id,
    /// The name of its type, which leads to its handler.
    pub job_type: String,
    /// What the handler needs; may be personal data.
    pub payload: Value,
    /// Whether it is still tried.
    pub state: JobState,
    /// When it is tried next. While an attempt runs: when its lease ends.
    pub due: Timestamp,
    /// How many attempts have begun.
    pub attempts: u32,
    /// How often it was changed.
    pub version: u64,
    /// When it was stored.
    pub created: Timestamp,
    /// Why the last attempt failed: short, without personal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
}

/// Whether a job is still tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "lowercase")]
pub enum JobState {
    /// It waits for its due time, or an attempt runs.
    Waiting,
    /// Its last attempt has failed. It stays until an administrator retries or discards it.
    Dead,
}

impl JobState {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Dead => "dead",
        }
    }
}

impl Job {
    /// By state, due time and id.
    pub const DUE: &'static Index = &Self::KIND.indexes[0];

    /// A job of a type, due at once.
    pub const fn new(id: Id, job_type: String, payload: Value, now: Timestamp) -> Self {
        Self {
            id,
            job_type,
            payload,
            state: JobState::Waiting,
            due: now,
            attempts: 0,
            version: 0,
            created: now,
            last_error: None,
        }
    }

    /// Where a job is kept.
    pub fn key_of(id: &Id) -> Key {
        Key::new().id(id)
    }

    /// What the entries of all jobs in a state start with.
    pub fn in_state(state: JobState) -> Key {
        Key::new().text(state.name())
    }
}

impl Record for Job {
    const KIND: &'static Kind = &Kind {
        name: "job",
        indexes: &[Index { name: "due" }],
        in_audit: InAudit::Nothing,
        stamps: &[],
    };

    fn key(&self) -> Key {
        Self::key_of(&self.id)
    }

    fn entries(&self) -> Vec<Entry> {
        // Digits of one length are ordered as their numbers. No job is due before 1970.
        let due = format!("{:016}", self.due.milliseconds.max(0));
        vec![Entry {
            index: Self::DUE,
            key: Self::in_state(self.state).text(&due).id(&self.id),
        }]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    proptest! {
        #[test]
        fn entries_are_in_the_order_of_due_times(earlier in 0..i64::MAX / 1024, later in 0..i64::MAX / 1024) {
            let entry = |due, byte| {
                let now = Timestamp { milliseconds: due };
                let job = Job::new(Id::from_random([byte; 16]), "mail".to_owned(), json!({}), now);
                job.entries().remove(0).key
            };

            prop_assert_eq!(entry(earlier, 1).cmp(&entry(later, 1)), earlier.cmp(&later));
            prop_assert_ne!(entry(earlier, 1), entry(earlier, 2));
        }
    }
}
