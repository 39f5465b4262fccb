//! A person who can write the database, and knows how the audit is made.

use std::fmt::Write as _;
use std::path::PathBuf;

use roster_domain::audit::{
    AuditRecord, ChainHead, ChainedRecord, Hash, Head, REGISTER, Registered, SplitRecord,
};
use roster_domain::random::SystemEntropy;
use roster_store::AuditLog;
use roster_store_postgres::{PostgresAudit, cluster};
use rusqlite::Connection;

/// Where an audit is.
pub(super) enum Database {
    Sqlite(PathBuf),
    Postgres(String),
}

/// The records of each chain, and the register, if there is one.
pub(super) struct Chains {
    pub(super) records: Vec<(String, Vec<Record>)>,
    register: Option<Vec<Entry>>,
}

/// A record as it is stored, without its place.
#[derive(Clone)]
pub(super) struct Record {
    body: Vec<u8>,
    personal: Option<Vec<u8>>,
}

impl Record {
    /// Changes a text, also in personal values, and commits to these anew.
    pub(super) fn replace(&mut self, from: &str, to: &str) {
        let chained = ChainedRecord {
            sequence: 1,
            hash: Hash::default(),
            body: self.body.clone(),
            personal: self.personal.clone(),
        };
        let edited = chained.to_json().expect("a record").to_string().replace(from, to);
        let edited: AuditRecord = serde_json::from_str(&edited).expect("a record");
        let SplitRecord { body, personal } = edited.split(&SystemEntropy::default()).expect("a record");
        *self = Self { body, personal };
    }
}

/// An entry of the register.
enum Entry {
    /// It stays as it is.
    Left(Registered),
    /// The chain of this name is closed where it ends in the end.
    Closed(String),
}

impl Database {
    /// Changes the audit, and rebuilds every hash and the register.
    pub(super) fn change(&self, attack: impl Fn(&mut Chains)) {
        let mut chains = self.read();
        attack(&mut chains);
        self.write(&chains);
    }

    fn read(&self) -> Chains {
        let Self::Postgres(url) = self else {
            return self.read_sqlite();
        };
        let mut log = PostgresAudit::open(&cluster::settings(url)).expect("an audit");
        let (mut all, mut register) = (Vec::new(), None);
        for ChainHead { chain, .. } in log.chains().expect("chains") {
            let records = log.after(&chain, 0, usize::MAX).expect("records");
            if chain == REGISTER {
                let entries = records.iter().map(|chained| Entry::of(&chained.body));
                register = Some(entries.collect());
            } else {
                let records = records.into_iter().map(|chained| Record {
                    body: chained.body,
                    personal: chained.personal,
                });
                all.push((chain, records.collect()));
            }
        }
        Chains {
            records: all,
            register,
        }
    }

    fn read_sqlite(&self) -> Chains {
        let connection = self.connection();
        let mut statement = connection
            .prepare("SELECT body, personal FROM audit ORDER BY sequence")
            .expect("a statement");
        let record = |row: &rusqlite::Row<'_>| {
            Ok(Record {
                body: row.get(0)?,
                personal: row.get(1)?,
            })
        };
        let records = statement.query_map([], record).expect("rows");
        let records = records.collect::<Result<_, _>>().expect("records");
        Chains {
            records: vec![(String::new(), records)],
            register: None,
        }
    }

    fn connection(&self) -> Connection {
        let Self::Sqlite(path) = self else {
            panic!("not a file");
        };
        Connection::open(path).expect("the database")
    }

    fn write(&self, chains: &Chains) {
        match self {
            Self::Sqlite(_) => self.connection().execute_batch(&sqlite(chains)).expect("an edit"),
            Self::Postgres(url) => cluster::sql(url, &postgres(chains)),
        }
    }
}

impl Entry {
    fn of(body: &[u8]) -> Self {
        match serde_json::from_slice(body).expect("an entry") {
            Registered::Closed { chain, .. } => Self::Closed(chain),
            opened @ Registered::Opened { .. } => Self::Left(opened),
        }
    }

    fn chain(&self) -> &str {
        match self {
            Self::Closed(chain)
            | Self::Left(Registered::Opened { chain } | Registered::Closed { chain, .. }) => chain,
        }
    }
}

impl Chains {
    /// The first chain that the register does not close.
    pub(super) fn open(&mut self) -> &mut Vec<Record> {
        let name = self.open_name();
        self.of(&name)
    }

    pub(super) fn open_name(&self) -> String {
        let is_closed = |name: &str| {
            let mut entries = self.register.iter().flatten();
            entries.any(|entry| matches!(entry, Entry::Closed(chain) if chain == name))
        };
        let mut names = self.records.iter().map(|(name, _)| name);
        names
            .find(|name| !is_closed(name))
            .expect("an open chain")
            .clone()
    }

    pub(super) fn last_name(&self) -> String {
        self.records.last().expect("a chain").0.clone()
    }

    pub(super) fn of(&mut self, name: &str) -> &mut Vec<Record> {
        let found = self.records.iter_mut().find(|(chain, _)| chain == name);
        &mut found.expect("a chain").1
    }

    /// Makes the audit that of a new database.
    pub(super) fn empty(&mut self) {
        match &mut self.register {
            Some(entries) => {
                entries.clear();
                self.records.clear();
            }
            None => self.records.iter_mut().for_each(|(_, records)| records.clear()),
        }
    }

    /// Drops a chain and what the register says of it; the only chain of SQLite is emptied.
    pub(super) fn drop(&mut self, name: &str) {
        match &mut self.register {
            Some(entries) => {
                entries.retain(|entry| entry.chain() != name);
                self.records.retain(|(chain, _)| chain != name);
            }
            None => self.empty(),
        }
    }

    /// Gives each chain the name of the next one.
    pub(super) fn rename_each(&mut self) {
        let mut names: Vec<_> = self.records.iter().map(|(name, _)| name.clone()).collect();
        names.rotate_left(1);
        for ((chain, _), name) in self.records.iter_mut().zip(names) {
            *chain = name;
        }
    }

    /// Closes a chain in the register, if there is one.
    pub(super) fn close(&mut self, name: &str) {
        if let Some(entries) = &mut self.register {
            entries.push(Entry::Closed(name.to_owned()));
        }
    }

    /// Leaves in the register where a chain was closed.
    pub(super) fn leave_closed(&mut self, name: &str) {
        let closed = Entry::Left(self.closed(name));
        let mut entries = self.register.iter_mut().flatten();
        let entry = entries.find(|entry| matches!(entry, Entry::Closed(chain) if chain == name));
        *entry.expect("a closed chain") = closed;
    }

    fn closed(&self, name: &str) -> Registered {
        let records = self.records.iter().find(|(chain, _)| chain == name);
        let linked = linked(records.map_or(&[], |(_, records)| records));
        Registered::Closed {
            chain: name.to_owned(),
            head: linked.last().map(|(head, _)| *head).unwrap_or_default(),
        }
    }

    /// The records of the register.
    fn registered(&self) -> Vec<Record> {
        let entries = self.register.iter().flatten();
        let records = entries.map(|entry| {
            let body = match entry {
                Entry::Left(entry) => serde_json::to_vec(entry),
                Entry::Closed(chain) => serde_json::to_vec(&self.closed(chain)),
            };
            Record {
                body: body.expect("JSON"),
                personal: None,
            }
        });
        records.collect()
    }
}

/// Each record with the head of its chain there.
fn linked(records: &[Record]) -> Vec<(Head, &Record)> {
    let mut head = Head::default();
    let mut linked = Vec::new();
    for record in records {
        head = head.link(&record.body);
        linked.push((head, record));
    }
    linked
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a text");
        text
    })
}

/// Bytes in SQL, between these quotes.
fn literal(bytes: Option<&Vec<u8>>, quote: &str) -> String {
    bytes.map_or_else(|| "NULL".to_owned(), |bytes| format!("{quote}{}'", hex(bytes)))
}

fn sqlite(chains: &Chains) -> String {
    let mut sql = "DELETE FROM audit; UPDATE audit_head SET sequence = 0, hash = zeroblob(32);".to_owned();
    for (head, record) in linked(&chains.records[0].1) {
        let (sequence, hash, body) = (head.sequence, head.hash, hex(&record.body));
        let personal = literal(record.personal.as_ref(), "x'");
        write!(
            sql,
            "INSERT INTO audit (sequence, hash, body, personal) VALUES ({sequence}, x'{hash}', x'{body}', {personal});
             UPDATE audit_head SET sequence = {sequence}, hash = x'{hash}';"
        )
        .expect("a text");
    }
    sql
}

fn postgres(chains: &Chains) -> String {
    let register = (REGISTER.to_owned(), chains.registered());
    let mut sql = "DELETE FROM audit; DELETE FROM audit_chain;".to_owned();
    let mut position = 0;
    for (opened, (name, records)) in [&register].into_iter().chain(&chains.records).enumerate() {
        let zeros = Head::default().hash;
        write!(
            sql,
            "INSERT INTO audit_chain (chain, opened, sequence, hash, stamp, closed, renewed, migration)
             VALUES ('{name}', {opened}, 0, '\\x{zeros}', 0, false, now(), 0);"
        )
        .expect("a text");
        for (head, record) in linked(records) {
            let (sequence, hash, body) = (head.sequence, head.hash, hex(&record.body));
            let personal = literal(record.personal.as_ref(), r"'\x");
            position += 1;
            write!(
                sql,
                "INSERT INTO audit (chain, sequence, position, hash, body, personal)
                 VALUES ('{name}', {sequence}, {position}, '\\x{hash}', '\\x{body}', {personal});
                 UPDATE audit_chain SET sequence = {sequence}, hash = '\\x{hash}' WHERE chain = '{name}';"
            )
            .expect("a text");
        }
    }
    sql
}
