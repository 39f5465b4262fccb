//! `--cli-auto-prompt`: the user completes the command line in an editor before it runs.

mod service_lookup;
mod terminal;

use std::io::{IsTerminal, stderr, stdin, stdout};

use roster_client::Config;
use roster_client::environment::variable;

use crate::completion::local_machine::LocalMachine;
use crate::completion::{Candidate, candidates, line};
use crate::failure::Failure;
use crate::globals::{AUTO_PROMPT, NO_AUTO_PROMPT};

/// When to prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Never.
    Off,
    /// If the command line is invalid.
    OnPartial,
    /// Always.
    On,
}

impl Mode {
    /// The mode that the command line, or else the environment, asks for.
    pub(crate) fn requested(arguments: &[String]) -> Result<Option<Self>, Failure> {
        let has = |word: &str| arguments.iter().any(|argument| argument == word);
        match (has(AUTO_PROMPT), has(NO_AUTO_PROMPT)) {
            (true, true) => {
                let message =
                    "Both --cli-auto-prompt and --no-cli-auto-prompt cannot be specified at the same time.";
                Err(Failure::Validation(message.to_owned()))
            }
            _ if has("help") || has("--version") => Ok(Some(Self::Off)),
            (false, true) => Ok(Some(Self::Off)),
            (true, false) => Ok(Some(Self::On)),
            (false, false) => Ok(variable("AWS_CLI_AUTO_PROMPT").map(|name| Self::named(&name))),
        }
    }

    /// The mode of the profile.
    pub(crate) fn configured(config: &Config) -> Self {
        config.setting("cli_auto_prompt").map_or(Self::Off, Self::named)
    }

    fn named(name: &str) -> Self {
        match name.to_lowercase().as_str() {
            "on" => Self::On,
            "on-partial" => Self::OnPartial,
            _ => Self::Off,
        }
    }
}

/// Whether standard input, output and error are a terminal.
pub(crate) fn has_terminal() -> bool {
    stdin().is_terminal() && stdout().is_terminal() && stderr().is_terminal()
}

/// Lets the user complete a command line.
pub(crate) fn edit(arguments: &[String]) -> Result<Vec<String>, Failure> {
    if !has_terminal() {
        let message = "Auto-prompt needs a terminal for input, output and errors. Run the command in one, or with \
                    --no-cli-auto-prompt.";
        return Err(Failure::General(message.to_owned()));
    }
    let arguments: Vec<_> = arguments
        .iter()
        .filter(|word| *word != AUTO_PROMPT)
        .cloned()
        .collect();
    let finished = terminal::read_line(initial_line(&arguments))?.ok_or(Failure::Interrupted)?;
    line::split(&finished).ok_or_else(|| Failure::General("No closing quotation".to_owned()))
}

/// The line to start with. A blank follows the last word unless it may become a longer word.
fn initial_line(arguments: &[String]) -> String {
    let words: Vec<_> = arguments.iter().map(|word| line::quoted(word)).collect();
    let blank = match arguments.split_last() {
        Some((last, before)) if !is_prefix(before, last) => " ",
        Some(_) | None => "",
    };
    format!("{}{blank}", words.join(" "))
}

fn is_prefix(before: &[String], word: &str) -> bool {
    let extends = |candidate: &Candidate| candidate.text != word && candidate.text.starts_with(word);
    candidates(before, word, &LocalMachine).iter().any(extends)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_sets_the_mode() {
        for (line, mode) in [
            ("connect --cli-auto-prompt", Mode::On),
            ("connect list-users --no-cli-auto-prompt", Mode::Off),
            ("connect help --cli-auto-prompt", Mode::Off),
            ("--version --cli-auto-prompt", Mode::Off),
        ] {
            let arguments = line::split(line).unwrap();
            assert_eq!(Mode::requested(&arguments).unwrap(), Some(mode), "{line}");
        }
        for (name, mode) in [
            ("on", Mode::On),
            ("On-Partial", Mode::OnPartial),
            ("off", Mode::Off),
            ("?", Mode::Off),
        ] {
            assert_eq!(Mode::named(name), mode, "{name}");
        }
    }

    #[test]
    fn the_line_continues_at_its_last_word() {
        for (line, expected) in [
            ("", ""),
            ("connect", "connect "),
            ("connect descr", "connect descr"),
            ("connect describe-user", "connect describe-user"),
            ("connect list-users", "connect list-users "),
            (
                "connect describe-user --user-id 'a b'",
                "connect describe-user --user-id 'a b' ",
            ),
            ("connect list-users --output=t", "connect list-users --output=t"),
        ] {
            assert_eq!(initial_line(&line::split(line).unwrap()), expected, "{line}");
        }
    }
}
