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

use crate::aliases::Expanded;
use crate::command_words::command_words;
use crate::commands;
use crate::failure::Failure;

/// The name of the program that is looked for.
const PROGRAM: &str = "aws";

/// Says which process has handed over already, so that two programs do not hand over to each other for ever: a
/// process keeps its id when it becomes another program.
const HANDED_OVER_BY: &str = "ROSTER_HANDED_OVER_BY";

/// Becomes the next `aws` in PATH. Returns if there is none.
pub(crate) fn hand_over(arguments: &[OsString]) -> Result<(), Failure> {
    if variable(HANDED_OVER_BY).is_some_and(|id| id == own_id()) {
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

/// Whether a command line asks for a service and an operation that are known here.
pub(crate) fn is_known_here(expanded: &Expanded) -> bool {
    let Expanded::Arguments(arguments) = expanded else {
        return false;
    };
    let mut words = command_words(arguments).map(|place| arguments[place].as_str());
    match (words.next(), words.next()) {
        (None | Some("help"), _) | (Some("connect"), None | Some("help")) => true,
        (Some("connect"), Some(command)) => commands::is_known(Service::Connect, command),
        (Some(_), _) => false,
    }
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
    fn services_and_operations_that_are_not_known_here_are_for_the_next_aws() {
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
            let arguments = line.split_whitespace().map(str::to_owned).collect();
            let is_known = is_known_here(&Expanded::Arguments(arguments));
            assert_eq!(!is_known, expected, "{line}");
        }
    }
}
