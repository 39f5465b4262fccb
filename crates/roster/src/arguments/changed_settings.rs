//! The settings of a server, read again while it runs: flags and environment are those of its start, `roster.toml` may
//! have changed.

use std::ffi::OsString;

use anyhow::{Context, anyhow, bail};
use clap::{ArgMatches, CommandFactory, FromArgMatches};

use super::{Arguments, Command, Serve};
use crate::config_file::ConfigFile;

/// Reads the settings of this server again, and the same as words.
pub(crate) fn read_serve_again() -> anyhow::Result<(Serve, ArgMatches)> {
    let command = ConfigFile::find(std::env::args_os())?.as_defaults_of(Arguments::command())?;
    let matches = command
        .try_get_matches_from(std::env::args_os())
        .map_err(|error| anyhow!(first_paragraph(&error)))?;
    match Arguments::from_arg_matches(&matches)
        .context("the arguments do not fit")?
        .command
    {
        Command::Serve(serve) => Ok((*serve, matches)),
        _ => bail!("this process is not `roster serve`"),
    }
}

/// What is wrong, without the usage.
fn first_paragraph(error: &clap::Error) -> String {
    let text = error.to_string();
    let lines = text.lines().take_while(|line| !line.is_empty()).map(str::trim);
    let line = lines.collect::<Vec<_>>().join(" ");
    line.strip_prefix("error: ").unwrap_or(&line).to_owned()
}

/// The names of the settings of `roster serve` that differ.
pub(crate) fn changed_settings(before: &ArgMatches, after: &ArgMatches) -> Vec<String> {
    let command = Arguments::command();
    let arguments = command
        .get_subcommands()
        .filter(|subcommand| subcommand.get_name() == "serve")
        .flat_map(clap::Command::get_arguments);
    let changed = arguments.filter(|argument| {
        let id = argument.get_id().as_str();
        values(before, id) != values(after, id)
    });
    changed
        .filter_map(|argument| argument.get_long().map(str::to_owned))
        .collect()
}

fn values(matches: &ArgMatches, id: &str) -> Vec<OsString> {
    let serve = matches.subcommand_matches("serve");
    let values = serve.and_then(|serve| serve.try_get_raw(id).ok().flatten());
    values.map_or_else(Vec::new, |values| values.map(OsString::from).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(flags: &[&str]) -> ArgMatches {
        let words = ["roster", "serve"].iter().chain(flags);
        Arguments::command().try_get_matches_from(words).unwrap()
    }

    #[test]
    fn only_settings_with_another_value_have_changed() {
        let before = matches(&[
            "--log-level",
            "info",
            "--quotas",
            "off",
            "--database",
            "postgres://a@b/c",
        ]);
        let after = matches(&["--quotas", "aws", "--demo", "--database", "postgres://a@b/d"]);

        let mut changed = changed_settings(&before, &after);

        changed.sort();
        assert_eq!(changed, ["database", "demo", "quotas"]);
    }

    #[test]
    fn what_is_wrong_is_said_without_the_usage() {
        let words = ["roster", "serve", "--log-level", "loud"];
        let error = Arguments::command().try_get_matches_from(words).unwrap_err();

        assert_eq!(
            first_paragraph(&error),
            "invalid value 'loud' for '--log-level <LOG_LEVEL>' [possible values: error, warn, info, debug]"
        );
    }
}
