//! Handing over: a link named `aws` stands before another AWS CLI in PATH, and leaves to it every service and
//! every operation that it does not know.

use std::ffi::OsString;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use roster_client::environment::{search_path, variable};
use roster_model::service::Service;
use roster_python_values::os_error;

use crate::command_line::Arity;
use crate::failure::Failure;
use crate::{commands, globals};

/// The name of the program that is looked for.
const PROGRAM: &str = "aws";

/// Says which process has handed over already, so that two programs do not hand over to each other for ever: a
/// process keeps its id when it becomes another program.
const HANDED_OVER_BY: &str = "ROSTER_HANDED_OVER_BY";

/// Becomes the next `aws` in PATH if the command line is for it. Returns if there is none, or it is not for it.
pub(crate) fn hand_over(arguments: &[OsString]) -> Result<(), Failure> {
    if !is_for_next(arguments) || variable(HANDED_OVER_BY).is_some_and(|id| id == own_id()) {
        return Ok(());
    }
    let Some(next) = find() else {
        return Ok(());
    };
    let error = Command::new(&next)
        .args(arguments)
        .env(HANDED_OVER_BY, own_id())
        .exec();
    let (reason, next) = (os_error(&error), next.display());
    Err(Failure::General(format!(
        "Unable to hand over to {next}: {reason}"
    )))
}

fn own_id() -> String {
    std::process::id().to_string()
}

/// Whether a command line asks for a service or an operation that is not known here.
fn is_for_next(arguments: &[OsString]) -> bool {
    let mut words = commands_of(arguments);
    match (words.next().as_deref(), words.next().as_deref()) {
        (None | Some("help"), _) | (Some("connect"), None | Some("help")) => false,
        (Some("connect"), Some(command)) => !commands::is_known(Service::Connect, command),
        (Some(_), _) => true,
    }
}

/// The words that are neither options of every command nor their values.
fn commands_of(arguments: &[OsString]) -> impl Iterator<Item = String> {
    let mut arguments = arguments.iter().map(|argument| argument.to_string_lossy());
    std::iter::from_fn(move || {
        loop {
            let argument = arguments.next()?;
            if !argument.starts_with('-') {
                return Some(argument.into_owned());
            }
            if takes_next(&argument) {
                arguments.next();
            }
        }
    })
}

/// Whether the value of an option is the next word.
fn takes_next(argument: &str) -> bool {
    let exact = globals::OPTIONS.iter().find(|option| option.name == argument);
    let mut starting = globals::OPTIONS
        .iter()
        .filter(|option| option.name.starts_with(argument));
    let only = starting.next().filter(|_| starting.next().is_none());
    exact.or(only).is_some_and(|option| option.arity == Arity::One)
}

/// The first `aws` in PATH after this program, and never this program.
fn find() -> Option<PathBuf> {
    let own = std::env::current_exe().ok()?.canonicalize().ok()?;
    let is_own = |path: &PathBuf| path.canonicalize().is_ok_and(|path| path == own);
    let programs = search_path().into_iter().map(|folder| folder.join(PROGRAM));
    let programs: Vec<_> = programs.filter(|path| is_executable(path)).collect();
    let after = programs.iter().position(is_own).map_or(0, |index| index + 1);
    programs.into_iter().skip(after).find(|path| !is_own(path))
}

fn is_executable(path: &Path) -> bool {
    path.metadata()
        .is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_here_is_for_the_next_aws() {
        for (line, expected) in [
            ("s3 ls", true),
            ("--region us-east-1 s3 ls", true),
            ("--regi us-east-1 connect list-users", false),
            ("--output=json --debug connect list-users --instance-id s3", false),
            ("connect --profile s3 list-users", false),
            ("connect no-such-operation", true),
            ("connect help", false),
            ("connect", false),
            ("help", false),
            ("--version", false),
            ("", false),
        ] {
            let arguments: Vec<_> = line.split_whitespace().map(OsString::from).collect();
            assert_eq!(is_for_next(&arguments), expected, "{line}");
        }
    }
}
