//! Opening a file: making it if it is not there, and refusing what must not be written to.

use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;
use std::time::Duration;

use roster_domain::audit::{Broken, Head};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use thiserror::Error;

use crate::flush::Flush;
use crate::schema::{self, Table};
use crate::trust::Trust;
use crate::{audit, checkpoints, copy, moved};

/// A database could not be opened.
#[derive(Debug, Error)]
#[error("{} cannot be opened: {reason}", .path.display())]
pub struct OpenError {
    /// The file.
    pub path: PathBuf,
    /// Why, and what to do about it.
    pub reason: Reason,
}

/// Why a database could not be opened.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum Reason {
    /// Another process writes to it.
    #[error("another roster is using it; stop that one, or choose another --data-dir")]
    InUse,
    /// It has another format.
    #[error("it is not an SQLite database; restore a backup, or choose another --data-dir")]
    NotADatabase,
    /// Another program made it.
    #[error("it belongs to another program; choose another --data-dir")]
    Foreign,
    /// A newer version of this program made it.
    #[error("a newer roster wrote it (layout {found}, and this one knows {known}); use the newer one")]
    Newer {
        /// Its layout.
        found: u32,
        /// The last layout that is known here.
        known: u32,
    },
    /// It is a copy that nobody has finished.
    #[error("`roster copy` has not finished copying into it; run that again, or choose another --data-dir")]
    Unfinished,
    /// It has lost something.
    #[error("it is damaged ({0}); restore a backup")]
    Damaged(String),
    /// An index is new, and records are there already.
    #[error(
        "its records have no index {0:?}, and this roster cannot add it; use the one that wrote the file"
    )]
    NotIndexed(String),
    /// Anything else, as the system says it.
    #[error("{0}; see that the file and its directory can be read and written")]
    Failed(String),
}

/// A database that is ready to be written to.
pub(crate) struct Opened {
    pub(crate) connection: Connection,
    /// The end of the audit chain.
    pub(crate) head: Head,
    /// What a file has and memory has not.
    pub(crate) file: Option<OpenFile>,
}

/// What goes with a connection to a file.
pub(crate) struct OpenFile {
    pub(crate) path: PathBuf,
    /// Makes durable what is in the write-ahead log.
    pub(crate) flush: Flush,
    pub(crate) trust: Trust,
    /// Ends some time after the connection.
    pub(crate) checkpoints: JoinHandle<()>,
    /// Keeps other servers away, as long as it is open.
    pub(crate) lock: File,
}

/// "Rost" marks the file as ours. Source: `PRAGMA application_id` in `SQLite`'s documentation.
const APPLICATION_ID: u32 = 0x526f_7374;
/// The steps from each layout of the engine's own tables to the next.
const STEPS: [&str; LAYOUT as usize] = [audit::TABLES, moved::TABLES];
/// The layout that they lead to.
const LAYOUT: u32 = 2;
/// Up to this size a file is checked whole when it is opened.
const CHECKED_SIZE_BYTES: u64 = 256 << 20;
/// How long to wait for a lock that someone else's tool may hold.
const PATIENCE: Duration = Duration::from_secs(5);

/// How many statements a connection keeps prepared: more than there are.
const STATEMENTS: usize = 1_000;

/// What stands for a path when there is none.
pub(crate) const MEMORY: &str = ":memory:";

/// Opens the file at a path to write to it.
pub(crate) fn to_write(path: &Path) -> Result<Opened, OpenError> {
    open_to_write(path).map_err(|reason| at(path, reason))
}

/// Makes a database that is nowhere but in memory.
pub(crate) fn in_memory() -> Result<Opened, OpenError> {
    Connection::open_in_memory()
        .map_err(Reason::from)
        .and_then(prepare)
        .map_err(|reason| at(Path::new(MEMORY), reason))
}

/// Opens the file at a path to look into it.
pub(crate) fn to_look(path: &Path) -> Result<Connection, OpenError> {
    let open = || {
        let connection = reader(path)?;
        identify(&connection)?;
        refuse_unfinished(&connection)?;
        Ok(connection)
    };
    open().map_err(|reason| at(path, reason))
}

/// Opens the file at a path to copy into it, and makes it if it is not there. Nobody else writes to
/// it as long as the file that is given with the connection is open.
pub(crate) fn to_fill(path: &Path) -> Result<(Connection, File), OpenError> {
    let open = || {
        let lock = lock(path)?;
        create(path)?;
        let connection = connect_to_write(path)?;
        identify(&connection)?;
        Ok((prepare(connection)?.connection, lock))
    };
    open().map_err(|reason| at(path, reason))
}

/// One more connection that reads, to a file that is known to be good.
pub(crate) fn reader(path: &Path) -> rusqlite::Result<Connection> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.execute_batch("PRAGMA cache_size = -8192")?;
    Ok(connection)
}

/// One more connection that writes.
pub(crate) fn connect_to_write(path: &Path) -> rusqlite::Result<Connection> {
    connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
}

fn at(path: &Path, reason: Reason) -> OpenError {
    OpenError {
        path: path.to_owned(),
        reason,
    }
}

fn open_to_write(path: &Path) -> Result<Opened, Reason> {
    let lock = lock(path)?;
    create(path)?;
    let connection = connect_to_write(path)?;
    identify(&connection)?;
    refuse_unfinished(&connection)?;
    if path.metadata()?.len() <= CHECKED_SIZE_BYTES {
        check(&connection)?;
    }
    let mut opened = prepare(connection)?;
    let trust = Trust::default();
    let checkpoints = checkpoints::start(&mut opened.connection, path, trust.clone())?;
    opened.file = Some(OpenFile {
        path: path.to_owned(),
        flush: flush(path)?,
        trust,
        checkpoints,
        lock,
    });
    Ok(opened)
}

/// What flushes the write-ahead log, which is there by now, and stays the same file until the last
/// connection is closed.
fn flush(path: &Path) -> Result<Flush, Reason> {
    let log = File::open(beside(path, "-wal"))?;
    // Its name must outlive a crash too.
    File::open(
        path.parent()
            .filter(|parent| *parent != "")
            .unwrap_or(Path::new(".")),
    )?
    .sync_all()?;
    Ok(Box::new(move || log.sync_data()))
}

/// A file beside the database.
fn beside(path: &Path, ending: &str) -> OsString {
    let mut name = OsString::from(path);
    name.push(ending);
    name
}

/// Keeps other servers away: each would go on from its own idea of where the audit chain ends. The
/// lock is on a file beside the database, as `SQLite` has its own locks on the database.
fn lock(path: &Path) -> Result<File, Reason> {
    let file = private().append(true).create(true).open(beside(path, "-lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Reason::InUse),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Makes the file before `SQLite` would, which lets everyone read it.
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
    connection.busy_timeout(PATIENCE)?;
    Ok(connection)
}

/// Refuses a database that is not ours, or not yet known to us.
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

/// Refuses what may be half a directory.
fn refuse_unfinished(connection: &Connection) -> Result<(), Reason> {
    if copy::is_unfinished(connection)? {
        return Err(Reason::Unfinished);
    }
    Ok(())
}

fn is_new(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("SELECT NOT EXISTS (SELECT * FROM sqlite_schema)", [], |row| {
        row.get(0)
    })
}

/// Refuses a database whose pages do not fit together.
fn check(connection: &Connection) -> Result<(), Reason> {
    let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if found == "ok" {
        Ok(())
    } else {
        Err(Reason::Damaged(found))
    }
}

/// Sets a connection up to write, and brings the tables up to date.
fn prepare(mut connection: Connection) -> Result<Opened, Reason> {
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // NORMAL: checkpoints flush the disk, commits do not. That is ours to do (`flush`).
    connection.execute_batch(
        "PRAGMA page_size = 2048; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
         PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384;",
    )?;
    migrate(&mut connection)?;
    let head = head(&connection)?;
    Ok(Opened {
        connection,
        head,
        file: None,
    })
}

fn migrate(connection: &mut Connection) -> Result<(), Reason> {
    let transaction = connection.transaction()?;
    let layout = layout(&transaction)?;
    for step in &STEPS[layout as usize..] {
        transaction.execute_batch(step)?;
    }
    for table in schema::tables() {
        make_room(&transaction, table)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", LAYOUT)?;
    Ok(transaction.commit()?)
}

/// Makes what tables a kind lacks. Only who understands the records could fill an index.
fn make_room(connection: &Connection, table: &Table) -> Result<(), Reason> {
    connection.execute_batch(&table.create)?;
    let empty: bool = connection.query_row(&table.is_empty, [], |row| row.get(0))?;
    for index in &table.indexes {
        if !empty && !connection.table_exists(None, index.name.as_str())? {
            return Err(Reason::NotIndexed(index.name.clone()));
        }
        connection.execute_batch(&index.create)?;
    }
    Ok(())
}

/// The end of the audit chain, which must be where it was left.
fn head(connection: &Connection) -> Result<Head, Reason> {
    let (expected, found) = (audit::stored_head(connection)?, audit::last(connection)?);
    if expected == found {
        Ok(found)
    } else {
        Err(Reason::Damaged(Broken::End { expected, found }.to_string()))
    }
}

fn layout(connection: &Connection) -> rusqlite::Result<u32> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

impl From<rusqlite::Error> for Reason {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::NotADatabase,
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(error.to_string()),
            _ => Self::Failed(error.to_string()),
        }
    }
}

impl From<io::Error> for Reason {
    fn from(error: io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}
