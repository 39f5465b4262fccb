//! `roster audit`.

mod checkpoints;
mod counted;
mod deliver;
mod erase;
mod export;
mod full;
mod head;
mod list;
mod omission;
mod selection;
mod show;
mod source;
mod table;
mod user;
mod verify;

pub(crate) use selection::is_by;
pub(super) use verify::{read_noted_heads, require_unbroken};

use std::io;
use std::process::ExitCode;

use anyhow::ensure;

use crate::arguments::Audit;

/// Prints or checks the audit trail.
pub(crate) fn audit(command: &Audit) -> anyhow::Result<ExitCode> {
    match command {
        Audit::List(arguments) => {
            let mut log = source::open(&arguments.source)?;
            printed(list::list(&mut *log, arguments))
        }
        Audit::Show(arguments) => {
            let mut log = source::open(&arguments.source)?;
            printed(show::show(&mut *log, arguments))
        }
        Audit::User(arguments) => {
            let mut log = source::open(&arguments.source)?;
            printed(user::user(&mut *log, arguments))
        }
        Audit::Export(arguments) => {
            let needs_database = [
                (arguments.follow, "--follow"),
                (arguments.cursor.is_some(), "--cursor"),
            ];
            for (_, flag) in needs_database.into_iter().filter(|(is_given, _)| *is_given) {
                ensure!(
                    !source::is_server(&arguments.source)?,
                    "{flag} reads the database: give --data-dir or --database"
                );
            }
            let mut log = source::open(&arguments.source)?;
            printed(export::export(&mut *log, arguments))
        }
        Audit::Deliver(arguments) => {
            deliver::deliver(arguments)?;
            Ok(ExitCode::SUCCESS)
        }
        Audit::Erase(arguments) => erase::erase(arguments),
        Audit::Verify(arguments) => verify::verify(arguments),
        Audit::Head(arguments) => {
            head::head(arguments)?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn printed(outcome: anyhow::Result<()>) -> anyhow::Result<ExitCode> {
    match outcome {
        // The reader of the pipe may close it early, as `head` does.
        Err(error) if is_broken_pipe(&error) => Ok(ExitCode::SUCCESS),
        outcome => outcome.map(|()| ExitCode::SUCCESS),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<io::Error>().map(io::Error::kind);
    let json = error.downcast_ref::<serde_json::Error>();
    io.or_else(|| json?.io_error_kind()) == Some(io::ErrorKind::BrokenPipe)
}
