//! `roster audit`.

mod deliver;
mod export;
mod full;
mod list;
mod omission;
mod selection;
mod show;
mod source;
mod table;
mod user;
mod verify;

pub(crate) use selection::is_by;

use std::io;
use std::process::ExitCode;

use anyhow::ensure;

use crate::arguments::Audit;
use crate::engine;

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
            ensure!(
                !(arguments.follow && source::is_server(&arguments.source)?),
                "--follow reads the database: give --data-dir or --database"
            );
            let mut log = source::open(&arguments.source)?;
            printed(export::export(&mut *log, arguments))
        }
        Audit::Deliver(arguments) => {
            deliver::deliver(arguments)?;
            Ok(ExitCode::SUCCESS)
        }
        Audit::Verify { data, records, head } => {
            verify::verify(&mut *engine::open_audit(data, records)?, head.as_deref())
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
