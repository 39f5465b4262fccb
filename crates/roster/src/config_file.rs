//! `roster.toml`: a key for every flag, by the name of the flag. It sets defaults, so flags and environment override
//! it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use clap::Command;

/// The file that is read if it exists and no other is named.
const DEFAULT: &str = "roster.toml";

/// The settings of a file: keys and values as on a command line.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct ConfigFile {
    path: PathBuf,
    settings: Vec<(String, String)>,
}

impl ConfigFile {
    /// Reads the file that the arguments or the environment name, or the default one.
    pub(crate) fn find(arguments: impl Iterator<Item = OsString>) -> anyhow::Result<Self> {
        match named(arguments) {
            Some(path) => Self::read(&path),
            None if Path::new(DEFAULT).is_file() => Self::read(Path::new(DEFAULT)),
            None => Ok(Self::default()),
        }
    }

    fn read(path: &Path) -> anyhow::Result<Self> {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        Self::parse(path, &text)
    }

    fn parse(path: &Path, text: &str) -> anyhow::Result<Self> {
        let table: toml::Table = text.parse().map_err(|error| not_toml(path, text, &error))?;
        let mut settings = Vec::new();
        for (key, value) in table {
            let value = match value {
                toml::Value::String(text) => text,
                toml::Value::Integer(number) => number.to_string(),
                toml::Value::Boolean(flag) => flag.to_string(),
                _ => bail!(
                    "{}: {key} must be a string, a whole number, true or false",
                    path.display()
                ),
            };
            settings.push((key, value));
        }
        Ok(Self {
            path: path.to_owned(),
            settings,
        })
    }

    /// The command with these settings as the defaults of its subcommands.
    pub(crate) fn as_defaults_of(&self, mut command: Command) -> anyhow::Result<Command> {
        for (key, value) in &self.settings {
            let mut known = false;
            command = with_default(command, key, value, &mut known);
            if !known {
                bail!(
                    "{}: there is no setting {key}; the settings are the flags of `roster serve --help`",
                    self.path.display()
                );
            }
        }
        Ok(command)
    }
}

/// Says where a file is wrong, without showing it: it may hold a secret, and this may go to a log.
fn not_toml(path: &Path, text: &str, error: &toml::de::Error) -> anyhow::Error {
    let before = error.span().and_then(|span| text.get(..span.start));
    let line = before.unwrap_or_default().matches('\n').count() + 1;
    anyhow!("{} is not TOML: line {line}: {}", path.display(), error.message())
}

fn with_default(command: Command, key: &str, value: &str, known: &mut bool) -> Command {
    let argument = command
        .get_arguments()
        .find(|argument| argument.get_long() == Some(key) && key != "config");
    let command = match argument.map(|argument| argument.get_id().clone()) {
        Some(id) => {
            *known = true;
            let value = value.to_owned();
            command.mut_arg(id, |argument| argument.default_value(value))
        }
        None => command,
    };
    command.mut_subcommands(|subcommand| with_default(subcommand, key, value, known))
}

#[allow(clippy::disallowed_methods, reason = "configuration is read here")]
fn named(mut arguments: impl Iterator<Item = OsString>) -> Option<PathBuf> {
    while let Some(argument) = arguments.next() {
        if argument == "--config" {
            return arguments.next().map(PathBuf::from);
        }
        if let Some(path) = argument
            .to_str()
            .and_then(|argument| argument.strip_prefix("--config="))
        {
            return Some(PathBuf::from(path));
        }
    }
    std::env::var("ROSTER_CONFIG")
        .ok()
        .filter(|path| !path.is_empty())
        .map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, FromArgMatches};

    use super::*;
    use crate::arguments::{Arguments, Command as Chosen};

    fn serve(file: &str, arguments: &[&str]) -> anyhow::Result<crate::arguments::Serve> {
        let command =
            ConfigFile::parse(Path::new("roster.toml"), file)?.as_defaults_of(Arguments::command())?;
        let matches = command.try_get_matches_from([&["roster", "serve"], arguments].concat())?;
        match Arguments::from_arg_matches(&matches)?.command {
            Chosen::Serve(serve) => Ok(*serve),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_setting_of_the_file_applies_without_a_flag() {
        let serve = serve("listen = \"127.0.0.1:1\"\ndemo = true\nclock-skew = 60", &[]).unwrap();
        assert_eq!(
            (serve.listen.port(), serve.demo, serve.clock_skew.as_secs()),
            (1, true, 60)
        );
    }

    #[test]
    fn a_flag_overrides_the_file() {
        let serve = serve("listen = \"127.0.0.1:1\"", &["--listen", "127.0.0.1:2"]).unwrap();
        assert_eq!(serve.listen.port(), 2);
    }

    #[test]
    fn an_unknown_setting_is_refused_by_name() {
        let refusal = serve("lisen = \"127.0.0.1:1\"", &[]).unwrap_err().to_string();
        assert!(
            refusal.starts_with("roster.toml: there is no setting lisen"),
            "{refusal}"
        );
    }

    #[test]
    fn a_file_that_is_not_toml_is_refused_by_its_line_without_its_text() {
        let refusal = serve(
            "demo = true\ndatabase = \"postgres://roster:secret@db/roster",
            &[],
        )
        .unwrap_err();

        let refusal = format!("{refusal:#}");
        assert!(
            refusal.starts_with("roster.toml is not TOML: line 2: "),
            "{refusal}"
        );
        assert!(
            !refusal.contains("secret") && !refusal.contains('\n'),
            "{refusal}"
        );
    }

    #[test]
    fn a_value_of_a_type_that_no_flag_has_is_refused() {
        let refusal = serve("listen = [1]", &[]).unwrap_err().to_string();
        assert_eq!(
            refusal,
            "roster.toml: listen must be a string, a whole number, true or false"
        );
    }
}
