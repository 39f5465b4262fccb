//! A database as the source or the target of a copy.
//!
//! The register of an unfinished copy is closed: no server starts on it, and a running one cannot open a chain, without
//! which it cannot write. Every transaction of a copy names the stamp that it has given to the register, so that of two
//! copies into one database only the later one continues.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use roster_domain::audit::{ChainHead, Head, REGISTER};
use roster_domain::migrations::MIGRATIONS;
use roster_domain::random::SystemEntropy;
use roster_store::StoreError;
use roster_store::copy::{
    Changes, Contents, Pair, PositionedRecord, Source, Table, Target, TargetState, has_content,
};
use tokio::runtime::Runtime;
use tokio_postgres::Row;

use crate::audit_log::CHAINS;
use crate::audit_row::{to_chain_head, to_chained_record, to_head};
use crate::audit_times;
use crate::chain::LAST_POSITION;
use crate::connection::{Connection, Parameter, Step};
use crate::copy_mark::refuse_unfinished;
use crate::failure::Failure;
use crate::migrate::{PERSONAL_VALUES, check_to_copy, existing, migrate};
use crate::migrations::FORGET;
use crate::open_error::{OpenError, Reason};
use crate::register::{APPEND, IN_USE};
use crate::runtime::runtime;
use crate::settings::Settings;
use crate::transaction_sql::{BEGIN_READ, BEGIN_WRITE};
use crate::unique_number::unique_number;

/// The other side of the copy may be slow.
const NO_IDLE_TIMEOUT: &str = "SET idle_in_transaction_session_timeout = 0";
const RECORDS: &str = "SELECT sequence, hash, body, personal, position FROM audit \
    WHERE chain = $1 AND sequence > $2 ORDER BY sequence LIMIT $3";
const RECORDS_WITHOUT_PERSONAL_VALUES: &str = "SELECT sequence, hash, body, NULL::bytea, position FROM audit \
    WHERE chain = $1 AND sequence > $2 ORDER BY sequence LIMIT $3";
const ERASE: &str = "UPDATE audit SET personal = NULL WHERE chain = $1 AND sequence = ANY ($2::bigint[])";
const LAST_RECORD: &str = "SELECT sequence, hash FROM audit WHERE chain = $1 ORDER BY sequence DESC LIMIT 1";
const LOCK_CHAINS: &str = "SELECT chain FROM audit_chain WHERE chain <> $1 FOR UPDATE";
const LOCKED: &str = "SELECT closed FROM audit_chain WHERE chain = $1 FOR UPDATE";
/// For a directory without content: its chains have no records.
const FORGET_RECORDS: &str = "DELETE FROM audit";
const FORGET_CHAINS: &str = "DELETE FROM audit_chain WHERE chain <> $1";
const EMPTY_REGISTER: &str = "UPDATE audit_chain SET sequence = 0, hash = $2 WHERE chain = $1";
const SET_CLOSED: &str = "UPDATE audit_chain SET closed = $2, stamp = $3 WHERE chain = $1";
/// Fails, as the statements of servers do, if another copy has changed the stamp of the register.
const STILL_OURS: &str = "WITH ours AS (UPDATE audit_chain SET renewed = now() \
    WHERE chain = $1 AND stamp = $2 AND closed RETURNING 1) \
    SELECT 1 / CASE WHEN count(*) = 1 THEN 1 ELSE 0 END FROM ours";
/// Stores the head of a closed chain.
const STORE_HEAD: &str = "INSERT INTO audit_chain (chain, opened, sequence, hash, stamp, closed, renewed, migration) \
    SELECT $1::text, 1 + max(opened), $2::bigint, $3::bytea, 0, true, now(), 0 FROM audit_chain \
    ON CONFLICT (chain) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash";

/// The statements on a table of pairs.
struct Statements {
    count: String,
    page: String,
    put: String,
    remove: String,
    /// Whether its rows have versions.
    has_versions: bool,
}

static STATEMENTS: LazyLock<HashMap<String, Statements>> = LazyLock::new(|| {
    let statements = Table::all().map(|table| (table.name(), Statements::new(table)));
    statements.collect()
});

impl Statements {
    fn of(name: &str) -> &'static Self {
        STATEMENTS.get(name).expect("every table is of a kind")
    }

    fn new(table: Table) -> Self {
        let (name, (key, value)) = (table.name(), table.columns());
        let pairs = "unnest($1::bytea[], $2::bytea[])";
        let (put, has_versions) = match table {
            Table::Rows(_) => (
                format!(
                    r#"INSERT INTO "{name}" (key, version, body) SELECT x.key, $3::bigint, x.body FROM {pairs} AS x (key, body) ON CONFLICT (key) DO UPDATE SET version = excluded.version, body = excluded.body"#
                ),
                true,
            ),
            Table::Entries(..) => (
                format!(
                    r#"INSERT INTO "{name}" (entry, key) SELECT x.entry, x.key FROM {pairs} AS x (entry, key) ON CONFLICT (entry) DO UPDATE SET key = excluded.key"#
                ),
                false,
            ),
        };
        Self {
            count: format!(r#"SELECT count(*) FROM "{name}""#),
            page: format!(r#"SELECT {key}, {value} FROM "{name}" WHERE {key} >= $1 ORDER BY {key} LIMIT $2"#),
            put,
            remove: format!(r#"DELETE FROM "{name}" WHERE {key} = ANY ($1)"#),
            has_versions,
        }
    }
}

/// Connects to a database with records, to copy it. Servers may go on writing to it.
///
/// # Errors
///
/// If no server is reached, the database has no records, or a newer version wrote them.
pub fn source(settings: &Settings) -> Result<impl Source + use<>, OpenError> {
    let source = CopyDatabase::open(settings, async |connection, _| {
        let layout = check_to_copy(connection).await?;
        refuse_unfinished(connection).await?;
        connection.command(BEGIN_READ).await?;
        Ok(if layout < PERSONAL_VALUES {
            RECORDS_WITHOUT_PERSONAL_VALUES
        } else {
            RECORDS
        })
    });
    Ok(source?)
}

/// Connects to a database to copy into it, and makes missing tables.
///
/// # Errors
///
/// If no server that takes writes is reached, or a newer version wrote the tables.
pub fn target(settings: &Settings) -> Result<impl Target + use<>, OpenError> {
    let target = CopyDatabase::open(settings, async |connection, existing| {
        migrate(connection, MIGRATIONS).await?;
        existing.extend(Table::all().map(Table::name));
        Ok(RECORDS)
    });
    Ok(target?)
}

/// One side of a copy.
struct CopyDatabase {
    runtime: Runtime,
    connection: Connection,
    /// The existing tables: an older Roster may not have made all.
    existing: HashSet<String>,
    /// The statement that reads records: those of an older version have no personal values beside them.
    records: &'static str,
    /// The stamp of a target's register, and the version of its rows.
    stamp: i64,
}

impl CopyDatabase {
    fn open(
        settings: &Settings,
        prepare: impl AsyncFnOnce(&mut Connection, &mut HashSet<String>) -> Result<&'static str, Reason>,
    ) -> Result<Self, Reason> {
        let runtime = runtime()?;
        let (connection, existing, records) = runtime.block_on(async {
            let mut connection = Connection::open(settings).await?;
            connection.command(NO_IDLE_TIMEOUT).await?;
            let mut existing = existing(&mut connection).await?;
            let records = prepare(&mut connection, &mut existing).await?;
            Ok::<_, Reason>((connection, existing, records))
        })?;
        let stamp = unique_number(&SystemEntropy::default());
        Ok(Self {
            runtime,
            connection,
            existing,
            records,
            stamp,
        })
    }

    fn query(&mut self, sql: &'static str, parameters: Vec<Parameter>) -> Result<Vec<Row>, Failure> {
        self.runtime.block_on(self.connection.query(sql, parameters))
    }

    fn has(&self, table: &str) -> bool {
        self.existing.contains(table)
    }

    /// Runs steps in one transaction, which fails if another copy has begun.
    fn write(&mut self, steps: Vec<Step>) -> Result<(), StoreError> {
        let ours = Step::Statement(STILL_OURS, vec![Box::new(REGISTER), Box::new(self.stamp)]);
        let steps: Vec<_> = [Step::Command(BEGIN_WRITE), ours]
            .into_iter()
            .chain(steps)
            .chain([Step::Command("COMMIT")])
            .collect();
        let sent = self.runtime.block_on(self.connection.send(&steps));
        sent.map(drop).map_err(|(_, failure)| match failure {
            Failure::Conflict => {
                StoreError::Engine("another process has begun to copy into the same database".to_owned())
            }
            Failure::NoFreeConnection(_) | Failure::Lost(_) | Failure::Refused(_) => failure.into(),
        })
    }

    /// Closes the register and sets our stamp, if the database has no content and no server can write to it.
    fn mark(&mut self) -> Result<TargetState, StoreError> {
        self.runtime.block_on(self.connection.command(BEGIN_WRITE))?;
        // A server writes only to a chain that is open, and opens one only while the register is not locked.
        self.query(LOCK_CHAINS, vec![Box::new(REGISTER)])?;
        let rows = self.query(LOCKED, vec![Box::new(REGISTER)])?;
        let closed: Option<bool> = rows
            .first()
            .map(|row| row.try_get(0))
            .transpose()
            .map_err(Failure::from)?;
        let state = match closed {
            Some(true) => TargetState::Unfinished,
            Some(false) if has_content(self)? => TargetState::HasContent,
            Some(false) if self.is_in_use()? => TargetState::InUse,
            Some(false) => TargetState::Empty,
            None => TargetState::HasContent,
        };
        if state == TargetState::Empty {
            self.forget_audit()?;
        }
        if matches!(state, TargetState::Empty | TargetState::Unfinished) {
            let closed: Vec<Parameter> = vec![Box::new(REGISTER), Box::new(true), Box::new(self.stamp)];
            self.query(SET_CLOSED, closed)?;
        }
        Ok(state)
    }

    /// Whether a server has an open chain.
    fn is_in_use(&mut self) -> Result<bool, StoreError> {
        Ok(!self.query(IN_USE, vec![Box::new(REGISTER)])?.is_empty())
    }

    fn forget_audit(&mut self) -> Result<(), StoreError> {
        self.query(FORGET_RECORDS, Vec::new())?;
        self.query(FORGET_CHAINS, vec![Box::new(REGISTER)])?;
        let empty: Vec<Parameter> = vec![Box::new(REGISTER), Box::new(Head::default().hash.0.to_vec())];
        self.query(EMPTY_REGISTER, empty)?;
        Ok(())
    }
}

impl Contents for CopyDatabase {
    fn count(&mut self, table: Table) -> Result<u64, StoreError> {
        let name = table.name();
        if !self.has(&name) {
            return Ok(0);
        }
        let rows = self.query(&Statements::of(&name).count, Vec::new())?;
        let count: Option<i64> = rows
            .first()
            .map(|row| row.try_get(0))
            .transpose()
            .map_err(Failure::from)?;
        Ok(count.unwrap_or(0).cast_unsigned())
    }

    fn page(&mut self, table: Table, from: &[u8], limit: usize) -> Result<Vec<Pair>, StoreError> {
        let name = table.name();
        if !self.has(&name) {
            return Ok(Vec::new());
        }
        let bounds: Vec<Parameter> = vec![Box::new(from.to_vec()), Box::new(bounded(limit as u64))];
        let rows = self.query(&Statements::of(&name).page, bounds)?;
        let pairs = rows.iter().map(|row| {
            let (key, value) = (row.try_get(0)?, row.try_get(1)?);
            Ok(Pair { key, value })
        });
        let pairs: Result<_, tokio_postgres::Error> = pairs.collect();
        Ok(pairs.map_err(Failure::from)?)
    }

    fn chains(&mut self) -> Result<Vec<ChainHead>, StoreError> {
        let rows = self.query(CHAINS, Vec::new())?;
        let chain_heads: Result<_, Failure> = rows.iter().map(to_chain_head).collect();
        Ok(chain_heads?)
    }

    fn records(
        &mut self,
        chain: &str,
        after: u64,
        limit: usize,
    ) -> Result<Vec<PositionedRecord>, StoreError> {
        let range: Vec<Parameter> = vec![
            Box::new(chain.to_owned()),
            Box::new(bounded(after)),
            Box::new(bounded(limit as u64)),
        ];
        let rows = self.query(self.records, range)?;
        let records = rows.iter().map(|row| {
            let (chained, position) = (to_chained_record(row)?, row.try_get(4).map_err(Failure::from)?);
            Ok(PositionedRecord { chained, position })
        });
        records.collect()
    }
}

impl Source for CopyDatabase {
    fn refresh(&mut self) -> Result<(), StoreError> {
        let refresh = async {
            self.connection.command("COMMIT").await?;
            self.connection.command(BEGIN_READ).await
        };
        Ok(self.runtime.block_on(refresh)?)
    }
}

impl Target for CopyDatabase {
    fn begin(&mut self) -> Result<TargetState, StoreError> {
        let begun = self.mark();
        let end = if begun.is_ok() { "COMMIT" } else { "ROLLBACK" };
        self.runtime.block_on(self.connection.command(end))?;
        begun
    }

    fn change(&mut self, table: Table, changes: &Changes) -> Result<(), StoreError> {
        let statements = Statements::of(&table.name());
        let mut steps = Vec::new();
        if !changes.deleted.is_empty() {
            let deleted: Vec<Parameter> = vec![Box::new(changes.deleted.clone())];
            steps.push(Step::Statement(&statements.remove, deleted));
        }
        if !changes.put.is_empty() {
            let put = changes.put.iter().cloned();
            let (keys, values): (Vec<_>, Vec<_>) = put.map(|Pair { key, value }| (key, value)).unzip();
            let mut put: Vec<Parameter> = vec![Box::new(keys), Box::new(values)];
            if statements.has_versions {
                put.push(Box::new(self.stamp));
            }
            steps.push(Step::Statement(&statements.put, put));
        }
        self.write(steps)
    }

    fn append(&mut self, chain_head: &ChainHead, records: &[PositionedRecord]) -> Result<(), StoreError> {
        self.write(append_steps(chain_head, records))
    }

    fn erase(&mut self, chain: &str, sequences: &[u64]) -> Result<(), StoreError> {
        let sequences: Vec<_> = sequences.iter().map(|sequence| sequence.cast_signed()).collect();
        let parameters: Vec<Parameter> = vec![Box::new(chain.to_owned()), Box::new(sequences)];
        self.write(vec![Step::Statement(ERASE, parameters)])
    }

    fn last_record(&mut self, chain: &str) -> Result<Option<Head>, StoreError> {
        let rows = self.query(LAST_RECORD, vec![Box::new(chain.to_owned())])?;
        Ok(rows.first().map(to_head).transpose()?)
    }

    fn last_position(&mut self) -> Result<i64, StoreError> {
        let rows = self.query(LAST_POSITION, Vec::new())?;
        let position = rows.first().map_or(Ok(0), |row| row.try_get(0));
        Ok(position.map_err(Failure::from)?)
    }

    fn finish(&mut self, register: &ChainHead, records: &[PositionedRecord]) -> Result<(), StoreError> {
        let mut steps = match records {
            [] => Vec::new(),
            records => append_steps(register, records),
        };
        let open: Vec<Parameter> = vec![Box::new(REGISTER), Box::new(false), Box::new(0_i64)];
        steps.push(Step::Statement(SET_CLOSED, open));
        // The source may have lacked an index, or filled a part of it.
        steps.push(Step::Command(FORGET));
        steps.push(Step::Command(audit_times::MEASURE));
        self.write(steps)
    }
}

/// The statements that add records to a chain, which is closed because no server here continues it.
fn append_steps(chain_head: &ChainHead, records: &[PositionedRecord]) -> Vec<Step> {
    let (mut sequences, mut positions) = (Vec::new(), Vec::new());
    let (mut hashes, mut bodies, mut personal) = (Vec::new(), Vec::new(), Vec::new());
    for PositionedRecord { chained, position } in records {
        sequences.push(chained.sequence.cast_signed());
        positions.push(*position);
        hashes.push(chained.hash.0.to_vec());
        bodies.push(chained.body.clone());
        personal.push(chained.personal.clone());
    }
    let chain = || Box::new(chain_head.chain.clone());
    let add: Vec<Parameter> = vec![
        chain(),
        Box::new(sequences),
        Box::new(positions),
        Box::new(hashes),
        Box::new(bodies),
        Box::new(personal),
    ];
    let head: Vec<Parameter> = vec![
        chain(),
        Box::new(chain_head.head.sequence.cast_signed()),
        Box::new(chain_head.head.hash.0.to_vec()),
    ];
    vec![Step::Statement(APPEND, add), Step::Statement(STORE_HEAD, head)]
}

fn bounded(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
