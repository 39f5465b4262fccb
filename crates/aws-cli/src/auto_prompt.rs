//! `--cli-auto-prompt`: a line to edit, with completion, before anything is done. Loaded by nothing that
//! does not ask.

mod lookup;
mod terminal;

use std::io::{IsTerminal, stderr, stdin, stdout};

use roster_client::Config;
use roster_client::environment::variable;

use crate::completion::machine::Machine;
use crate::completion::{Candidate, candidates, line};
use crate::failure::Failure;
use crate::globals::{AUTO_PROMPT, NO_AUTO_PROMPT};

/// When to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Never.
    Off,
    /// If the command line is not acceptable as it is.
    OnPartial,
    /// Always.
    On,
}

impl Mode {
    /// What the command line or else the environment says; none if they say nothing.
    pub(crate) fn told(arguments: &[String]) -> Result<Option<Self>, Failure> {
        let has = |word: &str| arguments.iter().any(|argument| argument == word);
        match (has(AUTO_PROMPT), has(NO_AUTO_PROMPT)) {
            (true, true) => {
                let what =
                    "Both --cli-auto-prompt and --no-cli-auto-prompt cannot be specified at the same time.";
                Err(Failure::Validation(what.to_owned()))
            }
            _ if has("help") || has("--version") => Ok(Some(Self::Off)),
            (false, true) => Ok(Some(Self::Off)),
            (true, false) => Ok(Some(Self::On)),
            (false, false) => Ok(variable("AWS_CLI_AUTO_PROMPT").map(|name| Self::named(&name))),
        }
    }

    /// What the configuration says.
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

/// Whether there is anybody to ask.
pub(crate) fn is_possible() -> bool {
    stdin().is_terminal() && stdout().is_terminal() && stderr().is_terminal()
}

/// Lets a person finish a command line.
pub(crate) fn ask(arguments: &[String]) -> Result<Vec<String>, Failure> {
    if !is_possible() {
        let what = "Auto-prompt needs a terminal for input, output and errors. Run the command in one, or with \
                    --no-cli-auto-prompt.";
        return Err(Failure::General(what.to_owned()));
    }
    let arguments: Vec<_> = arguments
        .iter()
        .filter(|word| *word != AUTO_PROMPT)
        .cloned()
        .collect();
    let finished = terminal::read_line(begun(&arguments))?.ok_or(Failure::Interrupted)?;
    line::split(&finished).ok_or_else(|| Failure::General("No closing quotation".to_owned()))
}

/// The line as it is to be gone on with: behind the last word, or in it if it may be the start of another.
fn begun(arguments: &[String]) -> String {
    let words: Vec<_> = arguments.iter().map(|word| line::quoted(word)).collect();
    let blank = match arguments.split_last() {
        Some((last, before)) if !is_start(before, last) => " ",
        Some(_) | None => "",
    };
    format!("{}{blank}", words.join(" "))
}

fn is_start(before: &[String], word: &str) -> bool {
    let goes_on = |candidate: &Candidate| candidate.text != word && candidate.text.starts_with(word);
    candidates(before, word, &Machine).iter().any(goes_on)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_says_when_to_ask() {
        for (line, mode) in [
            ("connect --cli-auto-prompt", Mode::On),
            ("connect list-users --no-cli-auto-prompt", Mode::Off),
            ("connect help --cli-auto-prompt", Mode::Off),
            ("--version --cli-auto-prompt", Mode::Off),
        ] {
            let arguments = line::split(line).unwrap();
            assert_eq!(Mode::told(&arguments).unwrap(), Some(mode), "{line}");
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
    fn the_line_goes_on_where_it_was_left() {
        for (line, expected) in [
            ("", ""),
            ("connect", "connect "),
            ("connect descr", "connect descr"),
            ("connect describe-user", "connect describe-user "),
            (
                "connect describe-user --user-id 'a b'",
                "connect describe-user --user-id 'a b' ",
            ),
            ("connect list-users --output=t", "connect list-users --output=t"),
        ] {
            assert_eq!(begun(&line::split(line).unwrap()), expected, "{line}");
        }
    }
}
