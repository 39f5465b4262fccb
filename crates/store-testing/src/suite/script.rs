//! Work that follows a script and reports what it saw.

use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};

use roster_domain::audit::{AuditRecord, ChainedRecord, Change, TimeRange, Timestamp};
use roster_domain::records::iam::IamUser;
use roster_domain::records::{Job, MasterKeyInUse, User};
use roster_domain::{Entry, Index, Key, Record};

use super::person::Person;
use roster_store::{AuditRange, Range, Rows};
use roster_store::{BoxFuture, ReadKind, Store, Verdict, Work};
use roster_store::{StoreError, WriteError};

/// One step of work.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Get(Person),
    Find(Entry),
    Scan(&'static Index, Key, Option<Key>, usize),
    /// The rows of these people, which are known by their keys.
    GetAll(&'static [Person]),
    /// Entries without their rows; those that contain bytes, if any are given.
    Entries(&'static Index, Key, usize, Option<&'static [u8]>),
    Count(&'static Index, Key),
    Insert(Person),
    Update(Person, Person),
    Delete(Person),
    DeleteSome(Option<&'static Index>, Key, Option<Key>, usize),
    Audit(&'static str),
    /// A record of a time in seconds since 1970.
    AuditAt(i64),
    /// A record with a personal value: a username.
    AuditName(&'static str),
    /// Erases the personal values of the records with these numbers.
    Erase(Vec<u64>),
    /// Removes the records of a chain behind a number, up to another.
    Remove(String, u64, u64),
    /// The usernames in all records, the newest first.
    AuditedNames,
    Audited(u64, usize),
    /// The times of the records between two times in seconds since 1970, and what the clock said.
    AuditedBetween(i64, i64),
    /// Adds the record that a server writes when it starts.
    InsertFingerprint(&'static str),
    GetFingerprint,
    /// Adds the row of a recurring job, which a server writes when it starts.
    InsertSchedule,
    /// Waits until the sending end of a gate is dropped.
    Wait(Gate),
    Panic,
}

/// The receiving end of a channel.
pub(super) type Gate = Arc<Mutex<Receiver<()>>>;

/// A gate, and what opens it when it is dropped.
pub(super) fn gate() -> (Sender<()>, Gate) {
    let (opener, gate) = mpsc::channel();
    (opener, Arc::new(Mutex::new(gate)))
}

/// The result of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    Nothing,
    Body(Vec<u8>),
    Rows(Vec<(Key, Vec<u8>)>),
    Bodies(Vec<Option<Vec<u8>>>),
    Entries(Vec<(Key, Key)>),
    Count(u64),
    /// The last that was deleted, if there may be more.
    Last(Option<Key>),
    Records(Vec<u64>),
    /// Seconds since 1970; of the clock, if those differ.
    Times(Vec<(i64, Option<i64>)>),
    Names(Vec<String>),
    Taken(&'static str),
    Failure(StoreError),
}

/// The result of work.
pub(super) struct Report {
    pub(super) seen: Vec<Seen>,
    pub(super) outcome: Result<(), StoreError>,
}

struct Script {
    steps: Vec<Step>,
    /// The verdict; `None` is a failure.
    verdict: Option<Verdict>,
    seen: Vec<Seen>,
    report: Sender<Report>,
}

/// Gives a write to a store.
pub(super) fn give(store: &dyn Store, verdict: Option<Verdict>, steps: &[Step]) -> Receiver<Report> {
    let (script, report) = script(verdict, steps);
    store.write(script);
    report
}

/// Runs steps and keeps their writes; returns what they saw.
pub(super) fn keep(store: &dyn Store, steps: &[Step]) -> Vec<Seen> {
    let report = write(store, Some(Verdict::Keep), steps);
    assert_eq!(report.outcome, Ok(()), "{steps:?}");
    report.seen
}

/// Runs steps in a write, and waits for the end.
pub(super) fn write(store: &dyn Store, verdict: Option<Verdict>, steps: &[Step]) -> Report {
    wait(&give(store, verdict, steps))
}

/// Runs steps in a point read; returns what they saw.
pub(super) fn look(store: &dyn Store, steps: &[Step]) -> Vec<Seen> {
    let report = read(store, ReadKind::Point, steps);
    assert_eq!(report.outcome, Ok(()), "{steps:?}");
    report.seen
}

/// Runs steps in a read, and waits for the end.
pub(super) fn read(store: &dyn Store, kind: ReadKind, steps: &[Step]) -> Report {
    wait(&give_read(store, kind, steps))
}

/// Gives a read to a store.
pub(super) fn give_read(store: &dyn Store, kind: ReadKind, steps: &[Step]) -> Receiver<Report> {
    let (script, report) = script(Some(Verdict::Keep), steps);
    store.read(kind, script);
    report
}

pub(super) fn wait(report: &Receiver<Report>) -> Report {
    report.recv().expect("work is finished")
}

fn script(verdict: Option<Verdict>, steps: &[Step]) -> (Box<Script>, Receiver<Report>) {
    let (sender, report) = mpsc::channel();
    let script = Script {
        steps: steps.to_vec(),
        verdict,
        seen: Vec::new(),
        report: sender,
    };
    (Box::new(script), report)
}

impl Work for Script {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async move {
            self.seen.clear();
            for step in &self.steps {
                self.seen.push(match step.take(rows).await {
                    Ok(seen) => seen,
                    Err(WriteError::Taken(index)) => Seen::Taken(index.name),
                    Err(WriteError::Store(error)) => Seen::Failure(error),
                });
                // Handlers end when the store fails.
                if let Some(Seen::Failure(_)) = self.seen.last() {
                    break;
                }
            }
            self.verdict
                .ok_or_else(|| StoreError::Engine("the script says so".to_owned()))
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        let seen = self.seen;
        // After a failure the test waits no more.
        _ = self.report.send(Report { seen, outcome });
    }
}

impl Step {
    async fn take(&self, rows: &mut dyn Rows) -> Result<Seen, WriteError> {
        let kind = IamUser::KIND;
        match self {
            Self::Get(person) => return Ok(body(rows.get(kind, &person.key()).await?.as_deref())),
            Self::Find(entry) => return Ok(body(rows.find(kind, entry).await?.as_deref())),
            Self::Scan(index, prefix, after, limit) => {
                let (after, limit) = (after.as_ref(), *limit);
                let range = Range { prefix, after, limit };
                let rows = rows.scan(kind, index, range).await?;
                return Ok(Seen::Rows(
                    rows.into_iter().map(|row| (row.entry, row.body)).collect(),
                ));
            }
            Self::GetAll(people) => {
                let keys: Vec<_> = people.iter().map(Person::key).collect();
                let bodies = rows.get_all(kind, &keys).await?.into_iter();
                return Ok(Seen::Bodies(bodies.map(|body| Some(body?.to_vec())).collect()));
            }
            Self::Entries(index, prefix, limit, containing) => {
                let (after, limit) = (None, *limit);
                let range = Range { prefix, after, limit };
                let entries = rows.entries(kind, index, range, *containing).await?;
                return Ok(Seen::Entries(
                    entries
                        .into_iter()
                        .map(|found| (found.entry, found.key))
                        .collect(),
                ));
            }
            Self::DeleteSome(index, prefix, after, limit) => {
                let (after, limit) = (after.as_ref(), *limit);
                let range = Range { prefix, after, limit };
                return Ok(Seen::Last(rows.delete_some(kind, *index, range).await?));
            }
            Self::Count(index, prefix) => return Ok(Seen::Count(rows.count(kind, index, prefix).await?)),
            Self::Audited(before, limit) => {
                let records = rows.audited(range(*before, TimeRange::default(), *limit)).await?;
                return Ok(Seen::Records(
                    records.iter().map(|record| record.sequence).collect(),
                ));
            }
            Self::AuditedBetween(since, until) => {
                let times_between = TimeRange {
                    since: Some(seconds(*since)),
                    until: Some(seconds(*until)),
                };
                let records = rows.audited(range(u64::MAX, times_between, 100)).await?;
                return Ok(Seen::Times(records.iter().map(times).collect()));
            }
            Self::Insert(person) => {
                rows.insert(kind, &person.key(), &person.body(), &person.entries())
                    .await?;
            }
            Self::Update(old, new) => {
                let (removed, added) = (old.entries_without(new), new.entries_without(old));
                rows.update(kind, &old.key(), &new.body().into(), &removed, &added)
                    .await?;
            }
            Self::Delete(person) => rows.delete(kind, &person.key(), &person.entries()).await?,
            Self::Audit(request) => rows.audit(&audit_record(request)).await?,
            Self::AuditAt(time) => {
                let mut record = audit_record("timed");
                record.time = seconds(*time);
                rows.audit(&record).await?;
            }
            Self::AuditName(name) => {
                let mut record = audit_record("named");
                record.changes.push(username(name));
                rows.audit(&record).await?;
            }
            Self::Erase(numbers) => rows.erase_audited(numbers).await?,
            Self::Remove(chain, after, until) => rows.remove_audited(chain, *after, *until).await?,
            Self::AuditedNames => {
                let records = rows.audited(range(u64::MAX, TimeRange::default(), 100)).await?;
                return Ok(Seen::Names(records.iter().map(name).collect()));
            }
            Self::InsertFingerprint(fingerprint) => {
                let (kind, key) = (MasterKeyInUse::KIND, MasterKeyInUse::place());
                rows.insert(kind, &key, fingerprint.as_bytes(), &[]).await?;
            }
            Self::GetFingerprint => {
                let (kind, key) = (MasterKeyInUse::KIND, MasterKeyInUse::place());
                return Ok(body(rows.get(kind, &key).await?.as_deref()));
            }
            Self::InsertSchedule => {
                let key = Key::new().text("schedule");
                let entry = Entry {
                    index: Job::DUE,
                    key: key.clone(),
                };
                rows.insert(Job::KIND, &key, b"schedule", &[entry]).await?;
            }
            Self::Wait(gate) => {
                let gate = gate.lock().unwrap_or_else(PoisonError::into_inner);
                assert!(gate.recv().is_err(), "nothing is ever sent");
            }
            Self::Panic => panic!("the script says so"),
        }
        Ok(Seen::Nothing)
    }
}

const fn range(before: u64, times: TimeRange, limit: usize) -> AuditRange {
    AuditRange { before, times, limit }
}

fn body(body: Option<&[u8]>) -> Seen {
    body.map_or(Seen::Nothing, |body| Seen::Body(body.to_vec()))
}

fn audit_record(request: &str) -> AuditRecord {
    let record = serde_json::json!({"Time": 0, "RequestId": request, "SourceAddress": "127.0.0.1"});
    serde_json::from_value(record).expect("an audit record")
}

fn username(name: &str) -> Change {
    Change {
        record: User::KIND.name.to_owned(),
        member: "Username".to_owned(),
        after: Some(name.into()),
        ..Change::default()
    }
}

/// The username in a record.
fn name(chained: &ChainedRecord) -> String {
    let record = chained.record().expect("an audit record");
    let name = record.changes[0].after.as_ref().and_then(|name| name.as_str());
    name.expect("a text").to_owned()
}

const fn seconds(seconds: i64) -> Timestamp {
    Timestamp {
        milliseconds: seconds * 1000,
    }
}

/// The time of a record and, if that differs, what the clock said.
fn times(chained: &ChainedRecord) -> (i64, Option<i64>) {
    let record = chained.record().expect("an audit record");
    let seconds = |time: Timestamp| time.milliseconds / 1000;
    (seconds(record.time), record.clock_time.map(seconds))
}

/// The rows of these people as a scan shows them.
pub(super) fn rows<'p>(
    people: impl IntoIterator<Item = &'p Person>,
    entry: impl Fn(&Person) -> Entry,
) -> Seen {
    Seen::Rows(
        people
            .into_iter()
            .map(|person| (entry(person).key, person.body()))
            .collect(),
    )
}

impl Person {
    /// What a step sees of this person.
    pub(super) fn seen(&self) -> Seen {
        Seen::Body(self.body())
    }
}
