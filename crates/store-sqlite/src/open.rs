//! Opening a file: making it if it is missing, and refusing what must not be written to.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use roster_domain::audit::{Broken, ChainedRecord};
use roster_domain::migrations::{MIGRATIONS, Migration};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::audit_times::{self, Disorder};
use crate::checkpoints::Checkpointer;
use crate::failure_latch::FailureLatch;
use crate::flush::Flush;
use crate::open_error::{OpenError, Reason};
use crate::own_chain::{self, ChainEnd};
use crate::schema::{self, Table};
use crate::{copy_mark, imported_chains, migrations};

/// A database that is ready to be written to.
pub(crate) struct Opened {
    pub(crate) connection: Connection,
    /// The end of the own audit chain.
    pub(crate) end: ChainEnd,
    /// `None` in memory.
    pub(crate) file: Option<OpenFile>,
}

/// What goes with a connection to a file.
pub(crate) struct OpenFile {
    pub(crate) path: PathBuf,
    /// Makes durable what is in the write-ahead log.
    pub(crate) flush: Flush,
    pub(crate) failure: FailureLatch,
    pub(crate) checkpointer: Checkpointer,
    /// Keeps other servers away while it is open.
    pub(crate) lock: File,
}

/// "Rost": marks the file as ours. Source: `PRAGMA application_id` in `SQLite`'s documentation.
const APPLICATION_ID: u32 = 0x526f_7374;
/// The steps from each layout of the engine's own tables to the next.
const STEPS: [&[&str]; LAYOUT as usize] = [
    &[own_chain::TABLES],
    &[imported_chains::TABLES],
    &[migrations::TABLE],
    &[audit_times::TABLE, audit_times::MEASURE],
    &[ADD_PERSONAL_VALUES, imported_chains::END],
];
/// The current layout.
const LAYOUT: u32 = 5;
/// The first layout with personal values beside the records of the audit.
const PERSONAL_VALUES: u32 = 5;
const ADD_PERSONAL_VALUES: &str =
    "ALTER TABLE audit ADD COLUMN personal BLOB; ALTER TABLE moved_audit ADD COLUMN personal BLOB;";
const WITHOUT_END: &str = "CREATE TEMP VIEW moved_end AS SELECT 0 AS position";
/// What stands for the tables of an older file that is only read.
const WITHOUT_PERSONAL_VALUES: [(&str, &str); 2] = [
    (
        "audit",
        "CREATE TEMP VIEW audit AS SELECT *, NULL AS personal FROM main.audit",
    ),
    (
        "moved_audit",
        "CREATE TEMP VIEW moved_audit AS SELECT *, NULL AS personal FROM main.moved_audit",
    ),
];
/// Files up to this size are checked completely when they are opened.
const CHECKED_SIZE_BYTES: u64 = 256 << 20;
/// How long to wait for a lock that another tool may hold.
pub(crate) const LOCK_TIMEOUT: Duration = Duration::from_secs(5);

/// How many prepared statements a connection keeps: more than there are.
const STATEMENTS: usize = 1_000;

/// The path of a database in memory.
pub(crate) const MEMORY: &str = ":memory:";

/// Opens the file at a path to write to it, and makes it if it is missing.
pub(crate) fn to_write(path: &Path, migrations: &[Migration]) -> Result<Opened, OpenError> {
    open_to_write(path, migrations).map_err(|reason| OpenError::new(path, reason))
}

/// Makes a database in memory.
pub(crate) fn in_memory(migrations: &[Migration]) -> Result<Opened, OpenError> {
    Connection::open_in_memory()
        .map_err(Reason::from)
        .and_then(|connection| {
            keep_plans(&connection)?;
            prepare(connection, migrations)
        })
        .map_err(|reason| OpenError::new(Path::new(MEMORY), reason))
}

/// Opens the file at a path, which must exist, to read it only.
pub(crate) fn to_read(path: &Path) -> Result<Connection, OpenError> {
    let open = || {
        let connection = reader(path)?;
        identify(&connection)?;
        migrations::refuse_unreadable(&connection, MIGRATIONS)?;
        refuse_unfinished(&connection)?;
        if layout(&connection)? < PERSONAL_VALUES {
            for (table, view) in WITHOUT_PERSONAL_VALUES {
                if connection.table_exists(Some("main"), table)? {
                    connection.execute_batch(view)?;
                }
            }
            connection.execute_batch(WITHOUT_END)?;
        }
        Ok(connection)
    };
    open().map_err(|reason| OpenError::new(path, reason))
}

/// The same to copy it: a version that does not know all of it would leave something out.
pub(crate) fn to_copy(path: &Path) -> Result<Connection, OpenError> {
    let connection = to_read(path)?;
    let refused = migrations::refuse_newer(&connection, MIGRATIONS);
    refused.map_err(|reason| OpenError::new(path, reason))?;
    Ok(connection)
}

/// Opens the file at a path to copy into it, and makes it if it is missing. No other process writes to it
/// while the returned lock file is open.
pub(crate) fn to_copy_into(path: &Path) -> Result<(Connection, File), OpenError> {
    let open = || {
        let lock = lock(path)?;
        create(path)?;
        let connection = connect_to_write(path)?;
        identify(&connection)?;
        migrations::refuse_newer(&connection, MIGRATIONS)?;
        Ok((prepare(connection, MIGRATIONS)?.connection, lock))
    };
    open().map_err(|reason| OpenError::new(path, reason))
}

/// Another connection that reads, to a file that was checked before.
pub(crate) fn reader(path: &Path) -> rusqlite::Result<Connection> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.execute_batch("PRAGMA cache_size = -8192")?;
    Ok(connection)
}

/// Another connection that writes.
fn connect_to_write(path: &Path) -> rusqlite::Result<Connection> {
    connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
}

fn open_to_write(path: &Path, migrations: &[Migration]) -> Result<Opened, Reason> {
    let lock = lock(path)?;
    create(path)?;
    let connection = connect_to_write(path)?;
    identify(&connection)?;
    migrations::refuse_newer(&connection, migrations)?;
    refuse_unfinished(&connection)?;
    if path.metadata()?.len() <= CHECKED_SIZE_BYTES {
        require_undamaged(&connection)?;
    }
    let mut opened = prepare(connection, migrations)?;
    migrations::fill(&mut opened.connection, migrations)?;
    opened.file = Some(OpenFile {
        path: path.to_owned(),
        flush: flush(path)?,
        failure: FailureLatch::default(),
        checkpointer: Checkpointer::new(connect_to_write(path)?),
        lock,
    });
    Ok(opened)
}

/// The function that flushes the write-ahead log. The log exists by now, and stays the same file until the
/// last connection is closed.
fn flush(path: &Path) -> Result<Flush, Reason> {
    let log = File::open(beside(path, "-wal"))?;
    // The directory entry must survive a crash too.
    File::open(
        path.parent()
            .filter(|parent| *parent != "")
            .unwrap_or(Path::new(".")),
    )?
    .sync_all()?;
    Ok(Box::new(move || log.sync_data()))
}

/// Removes the write-ahead log of a stopped engine, if it is empty. `SQLite` does so when the last connection is closed;
/// if two are closed at one moment, neither is the last. A log that was kept because a flush failed is not empty.
pub(crate) fn remove_empty_log(path: &Path) {
    let is_empty = fs::metadata(beside(path, "-wal")).is_ok_and(|log| log.len() == 0);
    if !is_empty {
        return;
    }
    // Another server may have begun by now. Then the log is its own.
    let Ok(_lock) = lock(path) else {
        return;
    };
    let removed = connect_to_write(path).and_then(|connection| {
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        connection.close().map_err(|(_, error)| error)
    });
    if let Err(error) = removed {
        tracing::warn!(%error, "an empty log stays beside the database");
    }
}

/// What the database and its write-ahead log take; none if that cannot be seen.
pub(crate) fn bytes_on_disk(path: &Path) -> Option<u64> {
    // Without a connection that has written, there is no log.
    let log = fs::metadata(beside(path, "-wal")).map_or(0, |log| log.len());
    Some(fs::metadata(path).ok()?.len() + log)
}

/// A file beside the database.
fn beside(path: &Path, ending: &str) -> OsString {
    let mut name = OsString::from(path);
    name.push(ending);
    name
}

/// Keeps other servers away: each would continue the audit chain from its own head. The lock is on a file
/// beside the database, because `SQLite` has its own locks on the database.
fn lock(path: &Path) -> Result<File, Reason> {
    let file = private().append(true).create(true).open(beside(path, "-lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Reason::InUse),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Makes the file before `SQLite` does, which would let everyone read it.
fn create(path: &Path) -> Result<(), Reason> {
    match private().write(true).create_new(true).open(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error.into()),
        _ => Ok(()),
    }
}

/// Options for files that only their owner may read.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn connect(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(LOCK_TIMEOUT)?;
    keep_plans(&connection)?;
    Ok(connection)
}

/// Makes each statement keep its plan. Otherwise one on a range is planned anew whenever other bounds are bound to it, because
/// the plan could depend on them. That takes as long as reading several rows.
fn keep_plans(connection: &Connection) -> rusqlite::Result<()> {
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .map(drop)
}

/// Refuses a database of another program or of a newer layout.
fn identify(connection: &Connection) -> Result<(), Reason> {
    let layout = layout(connection)?;
    let application: u32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if application != APPLICATION_ID && !is_new(connection)? {
        return Err(Reason::Foreign);
    }
    if layout > LAYOUT {
        return Err(Reason::Newer {
            found: layout,
            known: LAYOUT,
        });
    }
    Ok(())
}

/// Refuses an unfinished copy.
fn refuse_unfinished(connection: &Connection) -> Result<(), Reason> {
    if copy_mark::is_set(connection)? {
        return Err(Reason::Unfinished);
    }
    Ok(())
}

fn is_new(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("SELECT NOT EXISTS (SELECT * FROM sqlite_schema)", [], |row| {
        row.get(0)
    })
}

/// Refuses a database with damaged pages.
pub(crate) fn require_undamaged(connection: &Connection) -> Result<(), Reason> {
    let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if found == "ok" {
        Ok(())
    } else {
        Err(Reason::Damaged(found))
    }
}

/// Sets a connection up to write, and brings the tables up to date.
fn prepare(mut connection: Connection, migrations: &[Migration]) -> Result<Opened, Reason> {
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // NORMAL: SQLite flushes the disk at checkpoints, not at commits. `flush` does that.
    // Secure delete: what is deleted or erased does not stay in the free space of pages.
    connection.execute_batch(
        "PRAGMA page_size = 2048; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
         PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384; PRAGMA secure_delete = ON;",
    )?;
    migrate(&mut connection, migrations)?;
    let end = end(&connection)?;
    Ok(Opened {
        connection,
        end,
        file: None,
    })
}

fn migrate(connection: &mut Connection, migrations: &[Migration]) -> Result<(), Reason> {
    let transaction = connection.transaction()?;
    let layout = layout(&transaction)?;
    for sql in STEPS[layout as usize..].iter().copied().flatten() {
        transaction.execute_batch(sql)?;
    }
    migrations::begin(&transaction, migrations)?;
    for table in schema::tables() {
        make_tables(&transaction, table, migrations)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", LAYOUT)?;
    Ok(transaction.commit()?)
}

/// Makes the missing tables of a kind. Only migrations can fill an index over existing records.
fn make_tables(connection: &Connection, table: &Table, migrations: &[Migration]) -> Result<(), Reason> {
    connection.execute_batch(&table.create)?;
    let empty: bool = connection.query_row(&table.is_empty, [], |row| row.get(0))?;
    for index in &table.indexes {
        if !empty
            && !connection.table_exists(None, index.name.as_str())?
            && !migrations::fills(migrations, index)
        {
            return Err(Reason::NotIndexed(index.name.clone()));
        }
        connection.execute_batch(&index.create)?;
    }
    Ok(())
}

/// The end of the own audit chain. The stored head and the last record must agree.
fn end(connection: &Connection) -> Result<ChainEnd, Reason> {
    let (expected, last) = (own_chain::stored_head(connection)?, own_chain::last(connection)?);
    let found = last.as_ref().map(ChainedRecord::head).unwrap_or_default();
    if expected != found {
        return Err(Reason::Damaged(Broken::End { expected, found }.to_string()));
    }
    let earlier = Disorder::stored(connection)?.latest;
    // A record that has no time was edited. That is for `roster audit verify` to say.
    let time = last.and_then(|last| audit_times::time(&last).ok());
    Ok(ChainEnd {
        head: found,
        latest: time.map_or(earlier, |time| time.max(earlier)),
    })
}

fn layout(connection: &Connection) -> rusqlite::Result<u32> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}
