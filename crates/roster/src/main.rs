//! The binary: configuration → engine → server or administration. It alone names concrete engines.

mod arguments;
mod commands;
mod config_file;
mod credentials_file;
mod data_dir;
mod logging;
mod tls;

use std::process::ExitCode;

use arguments::Command;

fn main() -> ExitCode {
    let arguments = match arguments::parse() {
        Ok(arguments) => arguments,
        Err(error) => return fail(&error),
    };
    let done = match arguments.command {
        Command::Serve(serve) => commands::serve(&serve),
        Command::Env(env) => commands::env(&env),
        Command::Account { command } => commands::account(&command),
        Command::Audit { command } => commands::audit(&command),
    };
    done.unwrap_or_else(|error| fail(&error))
}

/// Tells what went wrong, with every cause behind it.
fn fail(error: &anyhow::Error) -> ExitCode {
    eprintln!("roster: {error:#}");
    ExitCode::FAILURE
}
