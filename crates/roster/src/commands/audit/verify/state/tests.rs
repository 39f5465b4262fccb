use std::collections::BTreeMap;

use roster_domain::audit::{AuditRecord, ChainHead, Head, State as RecordState, changes};
use roster_domain::records::{Instance, PasswordHash, User, UserNotificationStatus};
use roster_domain::{Id, Record};
use roster_store::StoreError;
use roster_store::copy::PositionedRecord;
use serde_json::json;

use super::*;

/// Rows of kinds.
#[derive(Default)]
struct Rows(BTreeMap<&'static str, BTreeMap<Vec<u8>, Value>>);

impl Contents for Rows {
    fn count(&mut self, _: Table) -> Result<u64, StoreError> {
        Ok(0)
    }

    fn page(&mut self, table: Table, from: &[u8], limit: usize) -> Result<Vec<Pair>, StoreError> {
        let rows = self.0.get(&*table.name()).into_iter().flatten();
        let pairs = rows
            .filter(|(key, _)| key.as_slice() >= from)
            .map(|(key, row)| Pair {
                key: key.clone(),
                value: row.to_string().into_bytes(),
            });
        Ok(pairs.take(limit).collect())
    }

    fn chains(&mut self) -> Result<Vec<ChainHead>, StoreError> {
        Ok(Vec::new())
    }

    fn records(&mut self, _: &str, _: u64, _: usize) -> Result<Vec<PositionedRecord>, StoreError> {
        Ok(Vec::new())
    }
}

/// An audit, and the rows that it leads to.
#[derive(Default)]
struct Directory {
    audit: Vec<AuditRecord>,
    rows: Rows,
}

impl Directory {
    /// Changes a record, and writes that to the audit.
    fn write(&mut self, kind: &'static Kind, key: &Key, after: Option<Value>) {
        let rows = self.rows.0.entry(kind.name).or_default();
        let before = match &after {
            Some(after) => rows.insert(key.as_bytes().to_vec(), after.clone()),
            None => rows.remove(key.as_bytes()),
        };
        let [before, after] = [before, after].map(|row| row.map(|row| RecordState::of(&row).unwrap()));
        self.audit.push(AuditRecord {
            changes: changes(kind, key, before.as_ref(), after.as_ref()).unwrap(),
            ..AuditRecord::default()
        });
    }

    /// Does the same past the server.
    fn tamper(&mut self, kind: &'static Kind, key: &Key, after: Option<Value>) {
        let rows = self.rows.0.entry(kind.name).or_default();
        match after {
            Some(after) => _ = rows.insert(key.as_bytes().to_vec(), after),
            None => _ = rows.remove(key.as_bytes()),
        }
    }

    fn compare(&mut self) -> Comparison {
        let mut head = Head::default();
        let chained: Vec<_> = self
            .audit
            .iter()
            .map(|record| head.append(serde_json::to_vec(record).unwrap()))
            .collect();
        let mut state = State::default();
        for chained in &chained {
            state.read(chained).unwrap();
        }
        state.compare(&mut self.rows).unwrap();
        if state.is_unclear() {
            for chained in &chained {
                state.read_again(chained).unwrap();
            }
        }
        state.finish()
    }

    /// The faults that are found.
    fn faults(&mut self) -> Vec<Fault> {
        self.compare().faults
    }
}

fn id(byte: u8) -> Id {
    Id::from_random([byte; 16])
}

fn mary() -> Key {
    User::key_of(&id(1), &id(2))
}

fn user(email: &str) -> Value {
    json!({"Id": "u", "IdentityInfo": {"Email": email, "FirstName": "Mary"}, "LastModifiedTime": email.len()})
}

#[test]
fn what_the_audit_says_is_found() {
    let mut directory = Directory::default();
    directory.write(User::KIND, &mary(), Some(user("a")));
    directory.write(User::KIND, &mary(), Some(user("bb")));
    directory.write(User::KIND, &User::key_of(&id(1), &id(3)), Some(user("c")));
    directory.write(User::KIND, &User::key_of(&id(1), &id(3)), None);

    let comparison = directory.compare();

    assert_eq!((comparison.equal, comparison.faults), (1, Vec::new()));
}

#[test]
fn the_order_of_the_changes_does_not_matter() {
    let mut directory = Directory::default();
    for email in ["a", "b", "a", "c"] {
        directory.write(User::KIND, &mary(), Some(user(email)));
    }
    // As two chains may be read.
    for order in [[3, 2, 1, 0], [1, 0, 3, 2], [2, 3, 0, 1]] {
        let audit = order.map(|place: usize| directory.audit[place].clone()).to_vec();
        let rows = Rows(directory.rows.0.clone());
        assert_eq!(Directory { audit, rows }.faults(), [], "{order:?}");
    }
}

#[test]
fn a_member_that_has_another_value_is_named() {
    let mut directory = Directory::default();
    directory.write(User::KIND, &mary(), Some(user("a")));
    for (row, members) in [
        (
            json!({"Id": "u", "IdentityInfo": {"Email": "x", "FirstName": "Mary"}}),
            "IdentityInfo.Email",
        ),
        (
            json!({"Id": "u", "IdentityInfo": {"Email": "a"}}),
            "IdentityInfo.FirstName",
        ),
        (
            json!({"Id": "u", "IdentityInfo": {"Email": "a", "FirstName": "Mary"}, "Tags": ["x"]}),
            "Tags",
        ),
    ] {
        directory.tamper(User::KIND, &mary(), Some(row));
        let (kind, key, members) = ("user", mary(), vec![members.to_owned()]);
        assert_eq!(directory.faults(), [Fault::Changed { kind, key, members }]);
    }
}

#[test]
fn an_earlier_value_that_was_put_back_is_found() {
    let mut directory = Directory::default();
    directory.write(User::KIND, &mary(), Some(user("a")));
    directory.write(User::KIND, &mary(), Some(user("b")));
    directory.tamper(User::KIND, &mary(), Some(user("a")));
    assert_eq!(directory.faults().len(), 1);
}

#[test]
fn a_row_that_is_missing_and_one_that_was_put_in_are_found() {
    let mut directory = Directory::default();
    directory.write(User::KIND, &mary(), Some(user("a")));
    let bob = User::key_of(&id(1), &id(3));
    directory.write(User::KIND, &bob, Some(user("b")));
    directory.write(User::KIND, &bob, None);
    directory.tamper(User::KIND, &mary(), None);
    directory.tamper(User::KIND, &bob, Some(user("b")));

    let faults = directory.faults();

    let kind = "user";
    assert_eq!(
        faults,
        [
            Fault::Unaudited { kind, key: bob },
            Fault::Missing { kind, key: mary() }
        ]
    );
}

#[test]
fn of_what_is_secret_only_the_existence_is_compared() {
    let mut directory = Directory::default();
    let password = |hash: &str| Some(json!({"Hash": hash}));
    directory.write(PasswordHash::KIND, &mary(), password("one"));
    directory.tamper(PasswordHash::KIND, &mary(), password("two"));
    let comparison = directory.compare();
    assert_eq!((comparison.existing, comparison.faults), (1, Vec::new()));

    directory.tamper(PasswordHash::KIND, &mary(), None);

    let (kind, key) = ("password", mary());
    assert_eq!(directory.faults(), [Fault::Missing { kind, key }]);
}

#[test]
fn what_goes_with_a_deleted_instance_or_user_may_be_there_or_not() {
    let mut directory = Directory::default();
    directory.write(
        Instance::KIND,
        &Instance::key_of(&id(1)),
        Some(json!({"Id": "i"})),
    );
    directory.write(
        Instance::KIND,
        &Instance::key_of(&id(5)),
        Some(json!({"Id": "j"})),
    );
    directory.write(User::KIND, &mary(), Some(user("a")));
    let bob = User::key_of(&id(5), &id(6));
    directory.write(User::KIND, &bob, Some(user("b")));
    let status = UserNotificationStatus::key_of(&id(5), &id(6), &id(7));
    directory.write(
        UserNotificationStatus::KIND,
        &status,
        Some(json!({"Status": "READ"})),
    );
    directory.write(User::KIND, &bob, None);
    directory.write(Instance::KIND, &Instance::key_of(&id(1)), None);
    // A job has removed all of the instance, and nothing of the user yet.
    directory.tamper(User::KIND, &mary(), None);

    let comparison = directory.compare();

    assert_eq!(comparison.faults, []);
    assert_eq!((comparison.removed, comparison.equal), (1, 2));
}

#[test]
fn what_an_older_version_has_written_is_counted() {
    let mut directory = Directory::default();
    let bob = User::key_of(&id(1), &id(3));
    directory.write(User::KIND, &mary(), Some(user("a")));
    directory.write(User::KIND, &bob, Some(user("b")));
    for change in directory.audit.iter_mut().flat_map(|record| &mut record.changes) {
        (change.key, change.write) = (None, None);
    }
    directory.write(User::KIND, &bob, Some(user("c")));

    let comparison = directory.compare();

    assert_eq!(comparison.faults, []);
    assert_eq!(
        (comparison.older, comparison.existing, comparison.equal),
        (1, 1, 0)
    );
}
