//! `roster connect …`: the connect commands of the AWS CLI, from the description of the API; and those of the other
//! services that a Roster server offers, `roster iam …` and so on.
//!
//! A command runs through **global options → command → options → parameters → call → output**. Everything
//! about an operation (its options, their types and order, its request and output, its help) follows from
//! `roster-model`; a new operation needs nothing here. `roster-client` makes the call; its typed errors
//! become the AWS CLI's sentences in `sentences.rs`.
//!
//! A command loads only what it needs: no asynchronous runtime, no TLS for `http`, no certificates, no pager.

mod aliases;
mod auto_prompt;
mod close_matches;
mod command_line;
mod command_words;
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
mod next_aws;
mod options;
mod output;
mod pager;
mod paging;
mod policy_documents;
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
use std::os::unix::ffi::OsStrExt as _;
use std::process::ExitCode;

use self::aliases::{Expanded, expand, run_script};

/// Whether a word names a service whose commands there are, such as `connect` or `iam`.
pub fn is_service(word: &std::ffi::OsStr) -> bool {
    word.to_str().and_then(commands::service_named).is_some()
}

/// Runs a command line without the name of the program: `connect describe-user --user-id …`.
///
/// Prints what the AWS CLI prints. Returns its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let expanded = as_text(arguments.into_iter().collect()).and_then(expand);
    run_expanded(expanded)
}

fn run_expanded(expanded: Result<Expanded, failure::Failure>) -> ExitCode {
    let done = expanded.and_then(|expanded| match expanded {
        Expanded::Arguments(arguments) => Ok(run::run(&arguments)),
        Expanded::Script(script) => run_script(&script),
    });
    done.unwrap_or_else(|failure| run::fail(&failure))
}

/// The same for a link named `aws`: services and operations that are not known here are handed over to the next
/// `aws` in PATH, if there is one.
pub fn run_as_aws(arguments: &[OsString]) -> ExitCode {
    let expanded = as_text(arguments.to_vec()).and_then(expand);
    // The next one expands aliases itself, and takes arguments that are not UTF-8.
    let is_ours = expanded.as_ref().is_ok_and(next_aws::is_known_here);
    let handed_over = if is_ours {
        Ok(())
    } else {
        next_aws::hand_over(arguments)
    };
    run_expanded(handed_over.and(expanded))
}

/// The arguments as text.
///
/// # Errors
/// One of them is not UTF-8, and would be sent as another text.
fn as_text(arguments: Vec<OsString>) -> Result<Vec<String>, failure::Failure> {
    let text = |argument: OsString| {
        argument.into_string().map_err(|argument| {
            let shown = argument.as_bytes().escape_ascii();
            failure::Failure::Validation(format!("An argument is not in UTF-8: {shown}"))
        })
    };
    arguments.into_iter().map(text).collect()
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

/// The manual: a page of each service, such as `roster connect`, with one for each of its commands.
pub fn manual() -> Vec<ManualPage> {
    help::manual()
}
