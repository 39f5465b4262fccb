//! Plans: an operation that was tried and undone, and is carried out later if it still changes the same
//! (docs/decisions/0036-plan-and-apply.md).

use std::fmt;

use roster_model::operation::Description;
use roster_model::service::Service;
use roster_model::shapes::Timestamp;
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::audit::Change;
use crate::key::Key;
use crate::record::{Kind, Write};
use crate::records;

/// An operation that was tried and undone. Personal data stands here in clear, as in records; passwords are
/// hashes, and other secrets are left out.
#[derive(Clone, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct Plan {
    version: Version,
    /// The service of the operation.
    pub service: Service,
    /// The operation.
    pub operation: String,
    /// Its input, with passwords hashed.
    pub input: Value,
    /// The run that was undone.
    pub run: PlannedRun,
}

/// The run of an operation that was undone.
#[derive(Clone, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct PlannedRun {
    /// The time of the request.
    pub time: Timestamp,
    /// The ids that were made, in order; they are used again.
    pub new_ids: Vec<String>,
    /// The records that were written, in order.
    pub written: Vec<WrittenRecord>,
    /// The changes that the audit would have shown.
    pub changes: Vec<Change>,
}

/// A record that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct WrittenRecord {
    /// Its kind.
    pub record: String,
    /// Its key, in hexadecimal digits.
    pub key: String,
    /// What was done to it.
    pub write: Write,
}

/// The only version of a plan that there is. A plan of another version cannot be read.
#[derive(Clone, Copy, PartialEq, Serialize, Deserialize, Stored)]
#[serde(into = "u32", try_from = "u32")]
struct Version;

impl Version {
    const NUMBER: u32 = 1;
}

impl From<Version> for u32 {
    fn from(_: Version) -> Self {
        Version::NUMBER
    }
}

impl TryFrom<u32> for Version {
    type Error = String;

    fn try_from(number: u32) -> Result<Self, String> {
        if number == Self::NUMBER {
            Ok(Self)
        } else {
            Err(format!("a plan of version {number} cannot be read"))
        }
    }
}

impl Plan {
    /// A plan to carry out an operation on this input.
    pub fn new(operation: &Description, input: Value, run: PlannedRun) -> Self {
        Self {
            version: Version,
            service: operation.service,
            operation: operation.name.to_owned(),
            input,
            run,
        }
    }

    /// Whether it plans this operation.
    pub fn is_of(&self, operation: &Description) -> bool {
        self.service == operation.service && self.operation == operation.name
    }
}

/// Without the input and the changes, which hold personal data.
impl fmt::Debug for Plan {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Plan")
            .field("service", &self.service)
            .field("operation", &self.operation)
            .finish_non_exhaustive()
    }
}

impl WrittenRecord {
    /// The record of a kind with this key.
    pub fn new(kind: &Kind, key: &Key, write: Write) -> Self {
        Self {
            record: kind.name.to_owned(),
            key: hex::encode(key.as_bytes()),
            write,
        }
    }

    /// Its kind and key; none of what no version has written.
    pub fn place(&self) -> Option<(&'static Kind, Key)> {
        let kind = records::kinds().find(|kind| kind.name == self.record)?;
        let key = hex::decode(&self.key).ok()?;
        Some((kind, Key::from_bytes(key)))
    }
}

impl PlannedRun {
    /// What another run does in another way, each once: members such as `user IdentityInfo.Email`, and kinds
    /// such as `user` where it writes other records. Where each run sets a member to the time of its own
    /// request, that is the same.
    pub fn differences(&self, time: Timestamp, written: &[WrittenRecord], changes: &[Change]) -> Vec<String> {
        let times = [json(self.time), json(time)];
        let is_same = |planned: &Change, now: &Change| is_same_change(planned, now, &times);
        let has_same_changes = self.changes.len() == changes.len()
            && self
                .changes
                .iter()
                .zip(changes)
                .all(|(one, other)| is_same(one, other));
        if has_same_changes && self.written == written {
            return Vec::new();
        }
        let records = unmatched(&self.written, written, PartialEq::eq);
        let members = unmatched(&self.changes, changes, is_same);
        let mut names: Vec<_> = records.map(|written| written.record.clone()).collect();
        names.extend(members.map(name));
        if names.is_empty() {
            // All is there, in another order.
            names.extend(self.changes.iter().map(name));
        }
        let mut seen = Vec::new();
        names.retain(|name| {
            !seen.contains(name) && {
                seen.push(name.clone());
                true
            }
        });
        names
    }
}

fn name(change: &Change) -> String {
    format!("{} {}", change.record, change.member)
}

/// A time as it stands in a change.
fn json(time: Timestamp) -> Value {
    serde_json::to_value(time).unwrap_or_default()
}

/// The items of each list that have none like them in the other.
fn unmatched<'i, T>(
    planned: &'i [T],
    now: &'i [T],
    is_same: impl Fn(&T, &T) -> bool,
) -> impl Iterator<Item = &'i T> {
    let mut others: Vec<_> = now.iter().collect();
    let mut alone = Vec::new();
    for item in planned {
        match others.iter().position(|other| is_same(item, other)) {
            Some(place) => _ = others.remove(place),
            None => alone.push(item),
        }
    }
    alone.into_iter().chain(others)
}

fn is_same_change(planned: &Change, now: &Change, times: &[Value; 2]) -> bool {
    let after = match (&planned.after, &now.after) {
        (Some(planned), Some(now)) => is_same_value(planned, now, times),
        (planned, now) => planned == now,
    };
    after && (&planned.record, &planned.member, &planned.before) == (&now.record, &now.member, &now.before)
}

fn is_same_value(planned: &Value, now: &Value, times: &[Value; 2]) -> bool {
    match (planned, now) {
        (Value::Array(planned), Value::Array(now)) => {
            let mut pairs = planned.iter().zip(now);
            planned.len() == now.len() && pairs.all(|(planned, now)| is_same_value(planned, now, times))
        }
        (Value::Object(planned), Value::Object(now)) => {
            let has_same = |(name, planned): (&String, &Value)| {
                now.get(name)
                    .is_some_and(|now| is_same_value(planned, now, times))
            };
            planned.len() == now.len() && planned.iter().all(has_same)
        }
        (planned, now) => planned == now || [planned, now] == [&times[0], &times[1]],
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const PLANNED_AT: Timestamp = Timestamp {
        milliseconds: 1_000_500,
    };
    const APPLIED_AT: Timestamp = Timestamp {
        milliseconds: 2_000_000,
    };

    fn change(member: &str, before: Value, after: Value) -> Change {
        let some = |value: Value| (!value.is_null()).then_some(value);
        Change {
            record: "user".to_owned(),
            member: member.to_owned(),
            before: some(before),
            after: some(after),
            ..Change::default()
        }
    }

    fn record(key: &str) -> WrittenRecord {
        WrittenRecord {
            record: "user".to_owned(),
            key: key.to_owned(),
            write: Write::Update,
        }
    }

    fn differences(planned: &[Change], now: &[Change]) -> Vec<String> {
        let run = PlannedRun {
            time: PLANNED_AT,
            new_ids: Vec::new(),
            written: vec![record("01")],
            changes: planned.to_vec(),
        };
        run.differences(APPLIED_AT, &[record("01")], now)
    }

    #[test]
    fn a_run_that_changes_the_same_does_not_differ() {
        let changes = [
            change("Email", json!("a"), json!("b")),
            change("Tags", Value::Null, json!(["x"])),
        ];
        assert_eq!(differences(&changes, &changes), [""; 0]);
    }

    #[test]
    fn members_that_differ_are_named_once_and_without_values() {
        let planned = [
            change("Email", json!("mary@example.com"), json!("new@example.com")),
            change("Mobile", json!("+1555"), Value::Null),
        ];
        let now = [
            change("Email", json!("other@example.com"), json!("new@example.com")),
            change("Mobile", json!("+1555"), Value::Null),
            change("Tags", Value::Null, json!(["x"])),
        ];
        assert_eq!(differences(&planned, &now), ["user Email", "user Tags"]);
    }

    #[test]
    fn the_same_changes_in_another_order_differ() {
        let changes = [change("A", json!(1), json!(2)), change("B", json!(1), json!(2))];
        let [a, b] = changes.clone();
        assert_eq!(differences(&changes, &[b, a]), ["user A", "user B"]);
    }

    #[test]
    fn the_time_of_each_run_is_the_same_wherever_it_stands() {
        let made = |time: Timestamp, other: i64| {
            let versions = json!([{"Id": "v1", "CreateDate": time, "Size": other}]);
            [
                change("CreateDate", Value::Null, json!(time)),
                change("Versions", Value::Null, versions),
            ]
        };
        assert_eq!(differences(&made(PLANNED_AT, 1), &made(APPLIED_AT, 1)), [""; 0]);
        assert_eq!(
            differences(&made(PLANNED_AT, 1), &made(APPLIED_AT, 2)),
            ["user Versions"]
        );
        let third = Timestamp { milliseconds: 3 };
        assert_eq!(
            differences(&made(PLANNED_AT, 1), &made(third, 1)),
            ["user CreateDate", "user Versions"]
        );
    }

    #[test]
    fn the_same_change_of_another_record_differs() {
        let changes = vec![change("Tags", Value::Null, json!(["x"]))];
        let run = PlannedRun {
            time: PLANNED_AT,
            new_ids: Vec::new(),
            written: vec![record("01")],
            changes: changes.clone(),
        };
        assert_eq!(run.differences(APPLIED_AT, &[record("02")], &changes), ["user"]);
    }

    #[test]
    fn a_plan_of_another_version_cannot_be_read() {
        let operation = roster_model::operations::find(Service::Connect, "DeleteUser").unwrap();
        let run = PlannedRun {
            time: PLANNED_AT,
            new_ids: Vec::new(),
            written: Vec::new(),
            changes: Vec::new(),
        };
        let plan = Plan::new(operation, json!({"UserId": "u"}), run);
        let mut stored = serde_json::to_value(&plan).unwrap();
        assert_eq!(serde_json::from_value::<Plan>(stored.clone()).unwrap(), plan);

        stored["Version"] = json!(2);

        let error = serde_json::from_value::<Plan>(stored).unwrap_err();
        assert_eq!(error.to_string(), "a plan of version 2 cannot be read");
    }
}
