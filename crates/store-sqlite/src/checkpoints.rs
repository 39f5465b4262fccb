//! Emptying the write-ahead log into the database, on a thread of its own: on the writer's it would
//! keep everyone waiting for milliseconds, time and again.

use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::{self, JoinHandle};

use rusqlite::Connection;
use rusqlite::hooks::Wal;

use crate::open::{self, Reason};

/// How many pages the log has when it is emptied beside the writer.
const ENOUGH_PAGES: i32 = 1_000;
/// How many it has when the writer does it, as nobody else can catch up with it. 16 MiB.
const TOO_MANY_PAGES: i32 = 8_000;

/// Starts the thread. It ends when the writer's connection is closed.
pub(crate) fn start(writer: &mut Connection, path: &Path) -> Result<JoinHandle<()>, Reason> {
    let connection = open::connect_to_write(path)?;
    let (wake, woken) = sync_channel(1);
    writer.wal_hook(Some(move |log: &mut Wal, pages| {
        // The hook must not fail: the commit would seem to, and it is done.
        if pages >= TOO_MANY_PAGES {
            _ = log.checkpoint();
        } else if pages >= ENOUGH_PAGES {
            _ = wake.try_send(());
        }
        Ok(())
    }))?;
    let thread = thread::Builder::new()
        .name("roster-log".to_owned())
        .spawn(move || serve(&connection, &woken))?;
    Ok(thread)
}

fn serve(connection: &Connection, woken: &Receiver<()>) {
    for () in woken {
        let emptied = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
        if let Err(error) = emptied {
            tracing::warn!(%error, "the write-ahead log could not be emptied; nothing is lost");
        }
    }
}
