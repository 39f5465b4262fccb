//! The arguments of `roster env`.

use clap::Args;

use super::Data;

#[derive(Args, Debug)]
pub(crate) struct Env {
    #[command(flatten)]
    pub(crate) data: Data,

    /// Profile in the credentials file whose access key to print
    #[arg(long, value_name = "NAME", default_value = "default")]
    pub(crate) profile: String,

    /// Region of the account's partition [default: the partition's main Region, such as us-east-1]
    #[arg(long, value_name = "REGION")]
    pub(crate) region: Option<String>,

    #[command(flatten)]
    format: FormatFlags,
}

/// One of them at most.
#[derive(Args, Debug)]
#[group(multiple = false)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
struct FormatFlags {
    /// Print lines for fish: roster env --fish | source
    #[arg(long)]
    fish: bool,

    /// Print lines for PowerShell: roster env --powershell | Out-String | Invoke-Expression
    #[arg(long)]
    powershell: bool,

    /// Print NAME=value lines for an .env file; variables that must not be set are named in a comment
    #[arg(long)]
    dotenv: bool,

    /// Print a JSON object, with null for variables that must not be set
    #[arg(long)]
    json: bool,
}

/// The form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EnvFormat {
    Posix,
    Fish,
    PowerShell,
    Dotenv,
    Json,
}

impl Env {
    /// The form that the flags choose; without any, that of POSIX shells.
    pub(crate) fn format(&self) -> EnvFormat {
        let flags = &self.format;
        let chosen = [
            (flags.fish, EnvFormat::Fish),
            (flags.powershell, EnvFormat::PowerShell),
            (flags.dotenv, EnvFormat::Dotenv),
            (flags.json, EnvFormat::Json),
        ];
        let chosen = chosen.into_iter().find(|(is_set, _)| *is_set);
        chosen.map_or(EnvFormat::Posix, |(_, format)| format)
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, FromArgMatches};

    use super::*;
    use crate::arguments::{Arguments, Command};

    fn format(flags: &[&str]) -> Option<EnvFormat> {
        let words = ["roster", "env"].iter().chain(flags);
        let matches = Arguments::command().try_get_matches_from(words).ok()?;
        match Arguments::from_arg_matches(&matches).ok()?.command {
            Command::Env(env) => Some(env.format()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn one_format_at_most_is_chosen() {
        assert_eq!(format(&[]), Some(EnvFormat::Posix));
        assert_eq!(format(&["--fish"]), Some(EnvFormat::Fish));
        assert_eq!(format(&["--powershell"]), Some(EnvFormat::PowerShell));
        assert_eq!(format(&["--dotenv"]), Some(EnvFormat::Dotenv));
        assert_eq!(format(&["--json"]), Some(EnvFormat::Json));
        assert_eq!(format(&["--json", "--dotenv"]), None);
    }
}
