//! Checkpoints: moving the write-ahead log into the database, on a thread of its own. On the writer's
//! thread each would delay all writes by milliseconds.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::hooks::Wal;
use rusqlite::{Connection, ErrorCode, ffi};

use crate::failure_latch::{FailureLatch, PanicGuard};
use crate::open::LOCK_TIMEOUT;
use crate::row_cache::RowCache;

/// From this size of the log on, in pages, the thread runs a checkpoint beside the writer.
const CHECKPOINT_PAGES: i32 = 1_000;
/// From this size on the writer runs the checkpoint itself, because the thread cannot keep up. 16 MiB.
const TOO_MANY_PAGES: i32 = 8_000;

/// A connection for checkpoints.
pub(crate) struct Checkpointer {
    connection: Connection,
    /// Runs a checkpoint.
    pub(crate) run: fn(&Connection) -> rusqlite::Result<()>,
}

impl Checkpointer {
    pub(crate) fn new(connection: Connection) -> Self {
        let run =
            |connection: &Connection| connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
        Self { connection, run }
    }
}

/// Starts the thread. It ends when the writer's connection is closed.
pub(crate) fn start(
    writer: &mut Connection,
    checkpointer: Checkpointer,
    failure: FailureLatch,
    cache: Arc<RowCache>,
) -> std::io::Result<JoinHandle<()>> {
    let (wake, woken) = sync_channel(1);
    let latch = failure.clone();
    writer
        .wal_hook(Some(move |log: &mut Wal, pages| {
            // The hook must not fail: the commit is done, and would seem to have failed.
            if pages >= TOO_MANY_PAGES && latch.check().is_ok() {
                report(log.checkpoint().map(drop), &latch);
            } else if pages >= CHECKPOINT_PAGES {
                _ = wake.try_send(());
            }
            Ok(())
        }))
        .map_err(std::io::Error::other)?;
    thread::Builder::new()
        .name("roster-log".to_owned())
        .spawn(move || serve(&checkpointer, failure, cache, &woken))
}

fn serve(checkpointer: &Checkpointer, failure: FailureLatch, cache: Arc<RowCache>, woken: &Receiver<()>) {
    let guard = PanicGuard { failure, cache };
    let failure = &guard.failure;
    for () in woken {
        if failure.check().is_ok() {
            report((checkpointer.run)(&checkpointer.connection), failure);
        }
    }
    if failure.check().is_err() {
        keep_log(&checkpointer.connection);
    }
}

/// Moves everything into the database and empties the log, without waiting for anyone; returns whether it could. It is for the writer,
/// between transactions.
pub(crate) fn empty_log(writer: &Connection, failure: &FailureLatch) -> bool {
    let emptied = writer.busy_timeout(Duration::ZERO).and_then(|()| {
        // 1 if a reader or another checkpoint is in the way.
        writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, bool>(0))
    });
    let is_busy = matches!(emptied, Ok(true));
    let is_empty = matches!(emptied, Ok(false));
    report(emptied.and(writer.busy_timeout(LOCK_TIMEOUT)), failure);
    if is_busy {
        tracing::debug!("a read keeps the write-ahead log, which holds erased values, from being emptied");
    }
    is_empty
}

fn report(checkpoint: rusqlite::Result<()>, failure: &FailureLatch) {
    match checkpoint {
        Ok(()) => {}
        // The other of writer and thread runs a checkpoint.
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {}
        Err(error) if is_flush(&error) => drop(failure.flush_failed(&error)),
        Err(error) => {
            tracing::warn!(%error, "checkpoint failed; nothing is lost");
        }
    }
}

fn is_flush(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error().map(|error| error.extended_code);
    code.is_some_and(|code| [ffi::SQLITE_IOERR_FSYNC, ffi::SQLITE_IOERR_DIR_FSYNC].contains(&code))
}

/// Lets a connection close without a checkpoint, because it is not known whether the log is on disk. The next
/// start reads the log as far as it is valid. Either of the two writing connections may be the last to close.
pub(crate) fn keep_log(connection: &Connection) {
    let set = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
    if let Err(error) = set {
        tracing::warn!(%error, "closing the database may run another checkpoint");
    }
}
