//! Emptying the write-ahead log into the database, on a thread of its own: on the writer's it would
//! keep everyone waiting for milliseconds, time and again.

use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::{self, JoinHandle};

use rusqlite::config::DbConfig;
use rusqlite::hooks::Wal;
use rusqlite::{Connection, ErrorCode, ffi};

use crate::open::{self, Reason};
use crate::trust::Trust;

/// How many pages the log has when it is emptied beside the writer.
const ENOUGH_PAGES: i32 = 1_000;
/// How many it has when the writer does it, as nobody else can catch up with it. 16 MiB.
const TOO_MANY_PAGES: i32 = 8_000;

/// Starts the thread. It ends when the writer's connection is closed.
pub(crate) fn start(writer: &mut Connection, path: &Path, trust: Trust) -> Result<JoinHandle<()>, Reason> {
    let connection = open::connect_to_write(path)?;
    let (wake, woken) = sync_channel(1);
    let trusted = trust.clone();
    writer.wal_hook(Some(move |log: &mut Wal, pages| {
        // The hook must not fail: the commit would seem to, and it is done.
        if pages >= TOO_MANY_PAGES && trusted.check().is_ok() {
            note(log.checkpoint().map(drop), &trusted);
        } else if pages >= ENOUGH_PAGES {
            _ = wake.try_send(());
        }
        Ok(())
    }))?;
    let thread = thread::Builder::new()
        .name("roster-log".to_owned())
        .spawn(move || serve(&connection, &trust, &woken))?;
    Ok(thread)
}

fn serve(connection: &Connection, trust: &Trust, woken: &Receiver<()>) {
    for () in woken {
        if trust.check().is_ok() {
            note(
                connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())),
                trust,
            );
        }
    }
    if trust.check().is_err() {
        leave_log(connection);
    }
}

fn note(emptied: rusqlite::Result<()>, trust: &Trust) {
    match emptied {
        Ok(()) => {}
        // Of writer and thread, the other is at it.
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {}
        Err(error) if is_flush(&error) => drop(trust.end(&error)),
        Err(error) => {
            tracing::warn!(%error, "the write-ahead log could not be emptied; nothing is lost");
        }
    }
}

fn is_flush(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error().map(|error| error.extended_code);
    code.is_some_and(|code| [ffi::SQLITE_IOERR_FSYNC, ffi::SQLITE_IOERR_DIR_FSYNC].contains(&code))
}

/// Lets a connection end without emptying the log, which then holds what nobody can vouch for. The next
/// start reads as much of it as is whole. Either of the two that write may be the last to end.
pub(crate) fn leave_log(connection: &Connection) {
    let left = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
    if let Err(error) = left {
        tracing::warn!(%error, "the write-ahead log may be emptied once more");
    }
}
