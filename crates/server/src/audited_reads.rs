//! Reads of personal data, counted for the audit by principal, access key, operation, source and minute
//! (docs/decisions/0064-audited-reads.md).

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use indexmap::IndexMap;
use roster_domain::audit::{AuditRecord, ReadItems};
use roster_model::operation::{Description, Effect};
use roster_model::operations;
use roster_model::schema::{Kind, Schema};
use roster_model::service::Service;
use serde_json::Value;

use crate::minute::Minute;
use crate::reached::Proven;
use crate::request::Request;

/// How many counts are kept in a minute. With one more, the oldest is written at once.
const COUNTS: usize = 1024;

/// How many different items a count can tell apart. With one more, it is written at once.
const ITEMS: usize = 1000;

/// How many items of a count are named.
const NAMED: usize = 10;

/// The member that names what an answer is about.
const ID: &str = "Id";

/// The reads of a minute.
pub(crate) struct AuditedReads {
    /// The operations whose answers have personal data.
    operations: HashSet<(Service, &'static str)>,
    counting: Mutex<Counting>,
}

#[derive(Default)]
struct Counting {
    minute: Minute,
    /// In the order in which they were begun.
    counts: IndexMap<Reader, Count>,
}

/// A principal that calls an operation from an address.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Reader {
    service: Service,
    operation: &'static str,
    principal: String,
    access_key_id: Option<String>,
    source: IpAddr,
}

/// How much one of them has read.
struct Count {
    /// The record of the first request.
    record: AuditRecord,
    requests: u64,
    /// The hashes of the ids of what was read.
    items: HashSet<u64>,
    named: Vec<Box<str>>,
}

/// What the audit has to say of a reader in a minute.
pub(crate) struct ReadSummary(Count);

impl AuditedReads {
    /// Counts reads of all operations whose answers have personal data.
    pub(crate) fn new() -> Self {
        let personal = operations::ALL
            .iter()
            .filter(|operation| reads_personal_data(operation));
        Self {
            operations: personal
                .map(|operation| (operation.service, operation.name))
                .collect(),
            counting: Mutex::default(),
        }
    }

    /// Whether reads by an operation are counted.
    pub(crate) fn counts(&self, operation: &Description) -> bool {
        self.operations.contains(&(operation.service, operation.name))
    }

    /// Counts a read with its answer. Gives what is to be written at once: of a minute that is over, and what there is no room for.
    pub(crate) fn note(
        &self,
        request: &Request,
        proven: &Proven<'_>,
        operation: &'static Description,
        answer: &Value,
    ) -> Vec<ReadSummary> {
        let reader = Reader {
            service: operation.service,
            operation: operation.name,
            principal: proven.caller.arn(),
            access_key_id: proven.summary.access_key_id.map(str::to_owned),
            source: request.source,
        };
        let mut ids = Vec::new();
        find_ids(operation.response(), answer, &mut ids);
        let first = || summed(proven.record(request, None));
        let mut counting = self.counting.lock().unwrap_or_else(PoisonError::into_inner);
        counting.note(Minute::of(request.time), reader, &ids, first)
    }

    /// The reads of the minute, if it is over.
    pub(crate) fn over(&self, now: SystemTime) -> Vec<ReadSummary> {
        let mut counting = self.counting.lock().unwrap_or_else(PoisonError::into_inner);
        counting.end_by(Minute::of(now))
    }

    /// The reads of the minute, over or not.
    pub(crate) fn all(&self) -> Vec<ReadSummary> {
        let mut counting = self.counting.lock().unwrap_or_else(PoisonError::into_inner);
        counting.end()
    }
}

impl Counting {
    fn note(
        &mut self,
        minute: Minute,
        reader: Reader,
        ids: &[&str],
        first: impl FnOnce() -> AuditRecord,
    ) -> Vec<ReadSummary> {
        let mut due = self.end_by(minute);
        if self.counts.len() >= COUNTS && !self.counts.contains_key(&reader) {
            let oldest = self.counts.shift_remove_index(0);
            due.extend(oldest.map(|(_, count)| ReadSummary(count)));
        }
        let entry = self.counts.entry(reader);
        let place = entry.index();
        let count = entry.or_insert_with(|| Count {
            record: first(),
            requests: 0,
            items: HashSet::new(),
            named: Vec::new(),
        });
        count.add(ids);
        if count.items.len() > ITEMS {
            let full = self.counts.shift_remove_index(place);
            due.extend(full.map(|(_, count)| ReadSummary(count)));
        }
        due
    }

    fn end_by(&mut self, now: Minute) -> Vec<ReadSummary> {
        if !self.minute.is_over_in(now) {
            return Vec::new();
        }
        let over = self.end();
        self.minute = now;
        over
    }

    fn end(&mut self) -> Vec<ReadSummary> {
        let counts = mem::take(&mut self.counts).into_values();
        counts.map(ReadSummary).collect()
    }
}

impl Count {
    fn add(&mut self, ids: &[&str]) {
        self.requests += 1;
        for id in ids {
            let mut hasher = DefaultHasher::new();
            id.hash(&mut hasher);
            if self.items.insert(hasher.finish()) && self.named.len() < NAMED {
                self.named.push((*id).into());
            }
        }
    }
}

impl ReadSummary {
    /// The audit record of it.
    pub(crate) fn record(self, request_id: String, now: SystemTime) -> AuditRecord {
        let Self(Count {
            record,
            requests,
            items,
            named,
        }) = self;
        AuditRecord {
            time: now.into(),
            request_id,
            count: Some(requests),
            read: Some(ReadItems {
                different: items.len() as u64,
                first: named,
            }),
            ..record
        }
    }
}

/// The record of many requests like one: without what is of that request only.
fn summed(record: AuditRecord) -> AuditRecord {
    AuditRecord {
        arrival_time: None,
        resource: None,
        parameters: None,
        decision: None,
        run: None,
        ..record
    }
}

/// Whether an operation answers with members that AWS marks as sensitive, and its reads have no records of their own.
fn reads_personal_data(operation: &Description) -> bool {
    operation.effect == Effect::Read && has_sensitive_part(operation.response(), &mut Vec::new())
}

/// Whether a shape is sensitive, or has a part that is. `outer` are the shapes that it is a part of: a shape may contain itself.
fn has_sensitive_part(schema: &'static Schema, outer: &mut Vec<&'static str>) -> bool {
    if schema.sensitive {
        return true;
    }
    if outer.contains(&schema.name) {
        return false;
    }
    outer.push(schema.name);
    let has = match &schema.kind {
        Kind::Structure(members) => members
            .iter()
            .any(|member| has_sensitive_part(member.target.schema(), outer)),
        Kind::List { member, .. } => has_sensitive_part(member.schema(), outer),
        Kind::Map { key, value, .. } => {
            has_sensitive_part(key.schema(), outer) || has_sensitive_part(value.schema(), outer)
        }
        Kind::NoOutput
        | Kind::String { .. }
        | Kind::Enum(_)
        | Kind::Integer { .. }
        | Kind::Long { .. }
        | Kind::Float { .. }
        | Kind::Boolean
        | Kind::Timestamp => false,
    };
    outer.pop();
    has
}

/// The ids in an answer of what has personal data.
fn find_ids<'v>(schema: &'static Schema, value: &'v Value, ids: &mut Vec<&'v str>) {
    match (&schema.kind, value) {
        (Kind::Structure(members), Value::Object(object)) => {
            let id = object.get(ID).and_then(Value::as_str);
            if let Some(id) = id.filter(|_| has_sensitive_part(schema, &mut Vec::new())) {
                return ids.push(id);
            }
            for member in *members {
                if let Some(value) = object.get(member.name) {
                    find_ids(member.target.schema(), value, ids);
                }
            }
        }
        (Kind::List { member, .. }, Value::Array(items)) => {
            for item in items {
                find_ids(member.schema(), item, ids);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;

    fn reader(source: u32) -> Reader {
        Reader {
            service: Service::Connect,
            operation: "DescribeUser",
            principal: "arn:aws:iam::123456789012:user/ana".to_owned(),
            access_key_id: Some("AKIAEXAMPLE".to_owned()),
            source: IpAddr::from(source.to_be_bytes()),
        }
    }

    fn note(counting: &mut Counting, source: u32, ids: &[&str], seconds: u64) -> Vec<AuditRecord> {
        let minute = Minute::of(UNIX_EPOCH + Duration::from_secs(600_000 + seconds));
        let due = counting.note(minute, reader(source), ids, || AuditRecord {
            source_address: source.to_string(),
            ..AuditRecord::default()
        });
        records(due)
    }

    fn records(due: Vec<ReadSummary>) -> Vec<AuditRecord> {
        let records = due.into_iter();
        records
            .map(|summary| summary.record("r".to_owned(), UNIX_EPOCH))
            .collect()
    }

    fn read(different: u64, first: &[&str]) -> ReadItems {
        let first = first.iter().map(|&id| id.into()).collect();
        ReadItems { different, first }
    }

    #[test]
    fn the_reads_of_a_minute_have_one_record_for_each_reader() {
        let mut counting = Counting::default();
        for (source, id, seconds) in [(1, "u1", 0), (1, "u2", 30), (2, "u1", 59), (1, "u1", 59)] {
            assert_eq!(note(&mut counting, source, &[id], seconds), []);
        }

        let over = note(&mut counting, 1, &["u9"], 60);

        let counted: Vec<_> = over
            .into_iter()
            .map(|record| (record.count, record.read))
            .collect();
        assert_eq!(
            counted,
            [
                (Some(3), Some(read(2, &["u1", "u2"]))),
                (Some(1), Some(read(1, &["u1"]))),
            ]
        );
        assert_eq!(records(counting.end()).len(), 1);
    }

    #[test]
    fn with_more_readers_than_there_is_room_for_the_oldest_is_written_at_once() {
        let mut counting = Counting::default();
        for source in (0..).take(COUNTS) {
            assert_eq!(note(&mut counting, source, &["u"], 0), []);
        }
        assert_eq!(note(&mut counting, 0, &["u"], 0), [], "it is known");

        let written = note(&mut counting, u32::MAX, &["u"], 0);

        assert_eq!(written.len(), 1);
        assert_eq!((&*written[0].source_address, written[0].count), ("0", Some(2)));
        assert_eq!(counting.counts.len(), COUNTS);
    }

    #[test]
    fn a_reader_of_more_than_a_count_can_tell_apart_has_a_record_at_once() {
        let mut counting = Counting::default();
        let ids: Vec<String> = (0..1001).map(|number: u32| number.to_string()).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        assert_eq!(note(&mut counting, 1, &ids[..1000], 0), []);

        let written = note(&mut counting, 1, &ids[1000..], 1);

        assert_eq!(written.len(), 1);
        assert_eq!(written[0].count, Some(2));
        assert_eq!(written[0].read, Some(read(1001, &ids[..10])));
        assert!(counting.counts.is_empty());
    }

    #[test]
    fn an_answer_is_about_the_ids_beside_its_sensitive_members() {
        let search = operations::find(Service::Connect, "SearchUsers").unwrap();
        let answer = serde_json::json!({
            "Users": [
                {"Id": "u1", "RoutingProfileId": "r", "IdentityInfo": {"FirstName": "Mary"}},
                {"Id": "u2"},
            ],
            "ApproximateTotalCount": 2,
        });
        let mut ids = Vec::new();

        find_ids(search.response(), &answer, &mut ids);

        assert_eq!(ids, ["u1", "u2"]);
    }

    #[test]
    fn the_operations_that_read_personal_data_follow_from_their_declarations() {
        let personal = operations::ALL
            .iter()
            .filter(|operation| reads_personal_data(operation));
        let names: Vec<_> = personal
            .map(|operation| format!("{}:{}", operation.service.name(), operation.name))
            .collect();
        assert_eq!(
            names,
            [
                "connect:DescribeInstance",
                "connect:ListInstances",
                "connect:DescribeUser",
                "connect:SearchUsers",
                "roster:ListPendingChanges",
                "roster:DescribePendingChange",
            ]
        );
    }
}
