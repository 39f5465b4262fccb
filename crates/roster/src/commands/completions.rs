//! `roster completions`: the completion scripts of shells, and the candidates that they request.
//!
//! The protocol is that of bash's `complete -C` and of the AWS CLI's `aws_completer`: the line is in `COMP_LINE`,
//! the cursor in `COMP_POINT`, and the second argument is the word as the shell splits it.

use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::engine;
use roster_aws_cli::{Candidate, Line};

use crate::arguments::{Arguments, Shell};

/// Prints the script of a shell.
pub(crate) fn completions(shell: Shell) -> anyhow::Result<ExitCode> {
    let script = match shell {
        Shell::Bash => include_str!("completions/roster.bash"),
        Shell::Zsh => include_str!("completions/roster.zsh"),
        Shell::Fish => include_str!("completions/roster.fish"),
    };
    std::io::stdout().lock().write_all(script.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the candidates for a shell, one per line, the best first. The arguments are the command, the word, and
/// the previous word.
pub(crate) fn answer(arguments: &[OsString]) -> anyhow::Result<ExitCode> {
    let request = CompletionRequest {
        text: before_cursor(variable("COMP_LINE").unwrap_or_default(), variable("COMP_POINT")),
        word: arguments.get(1).map(|word| word.to_string_lossy().into_owned()),
        shell: shell_named(variable("COMP_SHELL").as_deref()),
    };
    std::io::stdout().lock().write_all(request.answer()?.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// A request of a shell.
struct CompletionRequest {
    /// The line up to the cursor.
    text: String,
    /// The word under the cursor, if the shell splits words at more than spaces.
    word: Option<String>,
    /// It determines the form of the candidates.
    shell: Shell,
}

/// The shell with this name; bash if none is named, because its script names none.
fn shell_named(name: Option<&str>) -> Shell {
    match name {
        Some("zsh") => Shell::Zsh,
        Some("fish") => Shell::Fish,
        Some(_) | None => Shell::Bash,
    }
}

impl CompletionRequest {
    /// The candidates: words only and quoted for bash, quoted words with descriptions for zsh, plain ones for fish.
    fn answer(&self) -> anyhow::Result<String> {
        let line = Line::parse(&self.text);
        let typed = &self.text[line.start..];
        let is_quoted = typed.starts_with(['"', '\'']) || self.shell == Shell::Fish;
        let before = typed.len()
            - self
                .word
                .as_ref()
                .filter(|word| typed.ends_with(*word))
                .map_or(typed.len(), String::len);
        let mut candidates = candidates(&line)?;
        candidates.retain(|candidate| candidate.text.starts_with(&line.current));
        let mut answer = String::new();
        for candidate in candidates {
            let text = if is_quoted {
                candidate.text
            } else {
                escaped(&candidate.text)
            };
            answer += text.get(before..).unwrap_or(&text);
            if self.shell != Shell::Bash && !candidate.description.is_empty() {
                answer.push('\t');
                answer += &candidate.description.replace(['\n', '\t'], " ");
            }
            answer.push('\n');
        }
        Ok(answer)
    }
}

fn candidates(line: &Line) -> anyhow::Result<Vec<Candidate>> {
    let program = line.words.first().map(Path::new);
    let is_aws = program
        .and_then(Path::file_name)
        .is_some_and(|name| name == "aws");
    let service = line.words.get(1).map(OsStr::new);
    if is_aws || service.is_some_and(roster_aws_cli::is_service) {
        return Ok(roster_aws_cli::candidates(line));
    }
    let words = line.words.iter().chain([&line.current]).map(OsString::from);
    let found = engine::complete(
        &mut Arguments::command(),
        words.collect(),
        line.words.len(),
        std::env::current_dir().ok().as_deref(),
    )?;
    let candidate = |found: &engine::CompletionCandidate| {
        let text = found.get_value().to_string_lossy().into_owned();
        Candidate {
            is_open: text.ends_with(['/', '=']),
            description: found.get_help().map(ToString::to_string).unwrap_or_default(),
            text,
        }
    };
    Ok(found.iter().map(candidate).collect())
}

/// The line up to the cursor, whose position is counted in characters.
fn before_cursor(line: String, point: Option<String>) -> String {
    match point.and_then(|point| point.parse().ok()) {
        Some(point) => line.chars().take(point).collect(),
        None => line,
    }
}

/// A word with a backslash before each special character of a shell.
fn escaped(word: &str) -> String {
    let mut escaped = String::with_capacity(word.len());
    for character in word.chars() {
        if !character.is_alphanumeric() && !"@%+=:,./-_".contains(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

#[allow(clippy::disallowed_methods, reason = "shells pass the line in variables")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(shell: Shell, text: &str, word: Option<&str>) -> String {
        let request = CompletionRequest {
            text: text.to_owned(),
            word: word.map(str::to_owned),
            shell,
        };
        request.answer().unwrap()
    }

    #[test]
    fn commands_of_roster_and_of_connect_are_completed() {
        for (text, expected) in [
            ("roster aud", "audit\n"),
            ("roster audit v", "verify\n"),
            ("roster serve --access o", "observe\noff\n"),
            ("roster connect update-user-id", "update-user-identity-info\n"),
            (
                "roster connect list-users --output=t",
                "--output=text\n--output=table\n",
            ),
            ("aws connect list-users --color a", "auto\n"),
            ("/usr/local/bin/aws c", "connect\ncloudtrail\n"),
            ("roster iam create-u", "create-user\n"),
            ("aws s3 ", ""),
        ] {
            assert_eq!(answered(Shell::Bash, text, None), expected, "{text}");
        }
    }

    #[test]
    fn bash_gets_the_rest_of_a_word_that_it_splits() {
        let text = "aws connect list-users --output=t";
        assert_eq!(answered(Shell::Bash, text, Some("t")), "text\ntable\n");
        assert_eq!(
            answered(Shell::Bash, "aws connect list-users --outp", Some("--outp")),
            "--output\n"
        );
        assert_eq!(answered(Shell::Bash, "aws co", Some("co")), "connect\n");
    }

    #[test]
    fn zsh_and_fish_get_descriptions_of_words() {
        let expected = "list-users\tLists the users of an instance, by username.\n";
        for shell in [Shell::Zsh, Shell::Fish] {
            assert_eq!(answered(shell, "aws connect list-users", None), expected);
        }
    }

    #[test]
    fn the_cursor_may_be_inside_the_line() {
        assert_eq!(
            before_cursor("aws cönnect".to_owned(), Some("6".to_owned())),
            "aws cö"
        );
        assert_eq!(before_cursor("aws".to_owned(), Some("60".to_owned())), "aws");
    }
}
