//! `roster connect …`: the AWS CLI's connect commands, by description.
//!
//! One call is one sentence: **global options → command → options → parameters → validation → request →
//! answer → output**. Everything about an operation (its options, their types and order, its request and
//! answer, its help) comes out of `roster-model`; a new operation needs nothing here.
//!
//! Nothing that a call does not need is loaded: no asynchronous runtime, no TLS for `http`, no
//! certificates, no pager.

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

/// Runs a command line, without the program's name: `connect describe-user --user-id …`.
///
/// Prints what the AWS CLI prints, and returns its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<String> = arguments
        .into_iter()
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    run::run(&arguments)
}

/// What may stand at the cursor of a line that begins with the program's name: `aws connect desc`. The best
/// come first; nobody but this machine is asked.
pub fn candidates(line: &Line) -> Vec<Candidate> {
    let words = line.words.get(1..).unwrap_or_default();
    completion::candidates(words, &line.current, &completion::machine::Machine)
}

/// The manual: the page of `roster connect`, then one for each of its commands.
pub fn manual() -> Vec<ManualPage> {
    help::manual()
}
