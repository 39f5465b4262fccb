//! The aliases of `~/.aws/cli/alias`: other words for a command line, or for a line of a shell.

use std::process::{Command, ExitCode};

use roster_client::Aliases;
use roster_python_values::os_error;

use crate::command_words::command_words;
use crate::failure::Failure;

/// The section of aliases of whole command lines. Those of the commands of a service are in `[command SERVICE]`.
const OF_SERVICES: &str = "toplevel";

/// A command line without aliases.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Expanded {
    /// The arguments of this program.
    Arguments(Vec<String>),
    /// A line for a shell.
    Script(String),
}

/// Replaces aliases until there are none. An alias that leads to its own name means the command of that name.
pub(crate) fn expand(arguments: Vec<String>) -> Result<Expanded, Failure> {
    let aliases = Aliases::read()?;
    expand_with(arguments, |section, name| aliases.find(section, name))
}

fn expand_with<'a>(
    mut arguments: Vec<String>,
    find: impl Fn(&str, &str) -> Option<&'a str>,
) -> Result<Expanded, Failure> {
    let mut replaced: Vec<(String, String)> = Vec::new();
    loop {
        let places: Vec<usize> = command_words(&arguments).take(2).collect();
        let mut sections = vec![OF_SERVICES.to_owned()];
        sections.extend(
            places
                .first()
                .map(|place| format!("command {}", arguments[*place])),
        );
        let mut found = None;
        for (section, place) in sections.into_iter().zip(places) {
            let alias = (section, arguments[place].clone());
            if replaced.contains(&alias) {
                continue;
            }
            if let Some(value) = find(&alias.0, &alias.1) {
                found = Some((alias, place, value.trim()));
                break;
            }
        }
        let Some((alias, place, value)) = found else {
            return Ok(Expanded::Arguments(arguments));
        };
        if let Some(script) = value.strip_prefix('!') {
            return script_with(script, &arguments[place + 1..]).map(Expanded::Script);
        }
        let words = shlex::split(value).ok_or_else(|| {
            Failure::General(format!(
                "Value of alias \"{}\" could not be parsed. Received error: No closing quotation when parsing:\n{value}",
                alias.1
            ))
        })?;
        arguments.splice(place..=place, words);
        replaced.push(alias);
    }
}

/// A line for a shell, with further arguments.
fn script_with(script: &str, arguments: &[String]) -> Result<String, Failure> {
    let arguments = arguments.iter().map(String::as_str);
    let quoted = shlex::try_join(arguments).map_err(|error| Failure::General(error.to_string()))?;
    Ok(format!("{script} {quoted}").trim_end().to_owned())
}

/// Runs a line in a shell. Returns its exit code.
pub(crate) fn run_script(script: &str) -> Result<ExitCode, Failure> {
    let status = Command::new("/bin/sh").args(["-c", script]).status();
    let status =
        status.map_err(|error| Failure::General(format!("Unable to run /bin/sh: {}", os_error(&error))))?;
    // A shell that a signal has ended has no code.
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALIASES: &[(&str, &str, &str)] = &[
        ("toplevel", "whoami", "sts get-caller-identity --query Arn"),
        ("toplevel", "agents", "--output text connect ls"),
        ("toplevel", "hello", "!f() {\necho \"$1\"\n}; f"),
        ("command connect", "ls", "list-users --instance-id 'i 1'"),
        ("command connect", "list-users", "list-users --page-size 5"),
        ("command connect", "a", "b"),
        ("command connect", "b", "a"),
        ("command connect", "broken", "list-users 'x"),
    ];

    fn expanded(line: &str) -> Result<Expanded, Failure> {
        let arguments = shlex::split(line).unwrap();
        expand_with(arguments, |section, name| {
            let alias = ALIASES.iter().find(|alias| (alias.0, alias.1) == (section, name));
            alias.map(|alias| alias.2)
        })
    }

    #[test]
    fn an_alias_is_replaced_by_its_words_and_the_rest_follows() {
        for (line, expected) in [
            ("whoami --debug", "sts get-caller-identity --query Arn --debug"),
            ("--region r connect list-queues", "--region r connect list-queues"),
            (
                "--region r agents --debug",
                "--region r --output text connect list-users --page-size 5 --instance-id 'i 1' --debug",
            ),
            ("connect list-users", "connect list-users --page-size 5"),
            ("connect a", "connect a"),
            ("s3 ls", "s3 ls"),
            ("", ""),
        ] {
            let expected = shlex::split(expected).unwrap();
            assert_eq!(expanded(line).unwrap(), Expanded::Arguments(expected), "{line}");
        }
    }

    #[test]
    fn a_script_gets_the_arguments_behind_its_name() {
        let script = "f() {\necho \"$1\"\n}; f 'a b' -c";
        assert_eq!(
            expanded("--region r hello 'a b' -c").unwrap(),
            Expanded::Script(script.to_owned())
        );
    }

    #[test]
    fn an_alias_with_an_open_quotation_is_an_error_that_names_it() {
        let error = expanded("connect broken").unwrap_err().text();
        assert!(
            error.contains("Value of alias \"broken\" could not be parsed"),
            "{error}"
        );
    }
}
