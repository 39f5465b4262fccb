//! `roster connect …`: the connect commands of the AWS CLI, from the description of the API.
//!
//! A command runs through **global options → command → options → parameters → call → output**. Everything
//! about an operation (its options, their types and order, its request and output, its help) follows from
//! `roster-model`; a new operation needs nothing here. `roster-client` makes the call; its typed errors
//! become the AWS CLI's sentences in `sentences.rs`.
//!
//! A command loads only what it needs: no asynchronous runtime, no TLS for `http`, no certificates, no pager.

mod auto_prompt;
mod close_matches;
mod command_line;
mod commands;
mod completion;
mod debug_log;
mod failure;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod globals;
mod help;
mod input;
mod interrupt;
mod options;
mod output;
mod pager;
mod paging;
mod printing;
mod report;
mod run;
mod sentences;
mod service_call;
mod skeleton;
mod timestamps;
mod values;

pub use completion::Candidate;
pub use completion::line::Line;
pub use help::ManualPage;

use std::ffi::OsString;
use std::process::ExitCode;

/// Runs a command line without the name of the program: `connect describe-user --user-id …`.
///
/// Prints what the AWS CLI prints. Returns its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<String> = arguments
        .into_iter()
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    run::run(&arguments)
}

/// What a failed call is, in one sentence or more.
pub fn sentence(error: roster_client::Error) -> String {
    let text = failure::Failure::from(error).text();
    let text = text.trim_start();
    let prefix = format!("{}: [ERROR]: ", failure::PROGRAM);
    text.strip_prefix(&prefix).unwrap_or(text).trim_end().to_owned()
}

/// The candidates at the cursor of a line that starts with the name of the program: `aws connect desc`. Best
/// first. The service is not called.
pub fn candidates(line: &Line) -> Vec<Candidate> {
    let words = line.words.get(1..).unwrap_or_default();
    completion::candidates(words, &line.current, &completion::local_machine::LocalMachine)
}

/// The manual: the page of `roster connect`, then one for each of its commands.
pub fn manual() -> Vec<ManualPage> {
    help::manual()
}
