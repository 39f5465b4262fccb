//! The binary: configuration → engine → server or administration. It alone names concrete engines.

mod arguments;
mod commands;
mod config_file;
mod credentials_file;
mod data_dir;
mod engine;
mod logging;
mod tls;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use arguments::Command;

/// The one service of the AWS CLI that is spoken here.
const CONNECT: &str = "connect";

fn main() -> ExitCode {
    if let Some(arguments) = aws_arguments() {
        return roster_cli::run(arguments);
    }
    let arguments = match arguments::parse() {
        Ok(arguments) => arguments,
        Err(error) => return fail(&error),
    };
    let done = match arguments.command {
        Command::Serve(serve) => commands::serve(&serve),
        Command::Env(env) => commands::env(&env),
        Command::Account { command } => commands::account(&command),
        Command::Audit { command } => commands::audit(&command),
        Command::Connect { arguments } => {
            return roster_cli::run(std::iter::once(CONNECT.into()).chain(arguments));
        }
    };
    done.unwrap_or_else(|error| fail(&error))
}

/// What the AWS CLI would be called with, if this is called as it: `roster connect …`, or anything under
/// the name `aws`. Looked at before everything else, because such calls are many and must be quick.
fn aws_arguments() -> Option<Vec<OsString>> {
    let mut arguments = std::env::args_os();
    let program = PathBuf::from(arguments.next()?);
    let arguments: Vec<_> = arguments.collect();
    let is_aws = program.file_stem().is_some_and(|name| name == "aws");
    let is_connect = arguments.first().is_some_and(|first| first == CONNECT);
    (is_aws || is_connect).then_some(arguments)
}

/// Tells what went wrong, with every cause behind it.
fn fail(error: &anyhow::Error) -> ExitCode {
    eprintln!("roster: {error:#}");
    ExitCode::FAILURE
}
