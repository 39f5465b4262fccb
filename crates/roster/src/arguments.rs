//! The command line. Every flag is mirrored by a `ROSTER_*` variable, and both by `roster.toml`:
//! flag before environment before file.

mod audit;
mod serve;

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use clap::builder::FalseyValueParser;
use clap::{ArgAction, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use roster_domain::Partition;

use crate::config_file::ConfigFile;
use crate::since::{Since, length};

pub(crate) use audit::{Audit, AuditFormat, AuditList, Export, ExportFormat, Outcome};
pub(crate) use serve::{AccessMode, LogFormat, LogLevel, OmittedEmail, Serve, TlsMode};

/// A self-hosted directory of contact-centre users that speaks Amazon Connect's user API.
#[derive(Debug, Parser)]
#[command(name = "roster", version, propagate_version = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// Settings for what neither flag nor environment says [default: roster.toml here, if it is there]
    #[arg(long, global = true, env = "ROSTER_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the directory
    Serve(Box<Serve>),
    /// Print what a shell needs to reach a running server: eval "$(roster env)"
    Env(Env),
    /// Accounts and their root access keys
    Account {
        #[command(subcommand)]
        command: Account,
    },
    /// Master keys, with which the secrets of access keys are encrypted
    Key {
        #[command(subcommand)]
        command: Key,
    },
    /// The audit trail
    Audit {
        #[command(subcommand)]
        command: Audit,
    },
    /// Copy everything from one database into another, of either engine; again, to go on or catch up
    Copy(Copy),
    /// Print what makes a shell complete roster, and aws where that is a link to it
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Print a page of the manual, in roff: roster man connect describe-user | man -l -
    Man(Man),
    /// Who may do what
    Access {
        #[command(subcommand)]
        command: Access,
    },
    /// Say which statement of which policy decided on a request, and why the others did not
    Explain(Explain),
    /// The AWS CLI's `aws connect …`: see `roster connect help`
    #[command(disable_help_flag = true, disable_version_flag = true)]
    Connect {
        /// What would follow `aws connect`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGUMENTS")]
        arguments: Vec<OsString>,
    },
}

/// Where the data is.
#[derive(Args, Clone, Debug)]
pub(crate) struct Data {
    /// Where credentials, TLS files and records are kept
    #[arg(long, env = "ROSTER_DATA_DIR", value_name = "DIR", default_value_os_t = default_data_dir())]
    pub(crate) data_dir: PathBuf,
}

/// Where the records are, if not in the data directory.
#[derive(Args, Clone, Debug)]
pub(crate) struct Records {
    /// Keep the records in PostgreSQL: postgres://user@host,host/database?sslmode=verify-full
    #[arg(long, env = "ROSTER_DATABASE", value_name = "URL", hide_env_values = true)]
    pub(crate) database: Option<String>,

    /// How long to wait for the database of --database, in seconds
    #[arg(long, env = "ROSTER_DATABASE_TIMEOUT", value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    pub(crate) database_timeout: Duration,
}

#[derive(Args, Debug)]
pub(crate) struct Env {
    #[command(flatten)]
    pub(crate) data: Data,

    /// Whose access key to print, by its name in the credentials file
    #[arg(long, value_name = "NAME", default_value = "default")]
    pub(crate) profile: String,

    /// The Region to work in, one of the account's partition [default: the partition's main Region, such as us-east-1]
    #[arg(long, value_name = "REGION")]
    pub(crate) region: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Man {
    /// The command that the page is about, such as `audit list` or `connect describe-user`; roster itself unless told
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Vec<String>,

    /// Write every page into this folder instead
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Account {
    /// Make a root access key for a further account; the server knows it from its next start
    Create {
        #[command(flatten)]
        data: Data,

        /// The account: twelve digits
        #[arg(value_name = "ID", value_parser = account_id)]
        account: String,

        /// The partition that the account is in: its ARNs begin with it, and its keys sign for its Regions only
        #[arg(long, value_name = "PARTITION", default_value = "aws", value_parser = partition)]
        partition: Partition,

        /// The key's name in the credentials file [default: the account]
        #[arg(long, value_name = "NAME")]
        profile: Option<String>,
    },
    /// Exchange the root access key of an account; the server knows the new one from its next start
    Rotate {
        #[command(flatten)]
        data: Data,

        #[command(flatten)]
        records: Records,

        /// The account: twelve digits
        #[arg(value_name = "ID", value_parser = account_id)]
        account: String,

        /// The key's name in the credentials file, where the account has several
        #[arg(long, value_name = "NAME")]
        profile: Option<String>,

        /// For how long the old key stays good, such as 90m or 7d
        #[arg(long, value_name = "DURATION", default_value = "24h", value_parser = overlap)]
        overlap: Duration,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Key {
    /// Print the fingerprints of the master keys in the file, and which of them is in use
    Show(KeyPlace),
    /// Add a new master key to the file, so that servers have it before `roster key rotate` begins to use it
    Add(KeyPlace),
    /// Encrypt every secret with a new master key; after an interruption, the same command goes on
    Rotate {
        #[command(flatten)]
        place: KeyPlace,

        /// Keep the old key in the file, so that sessions of roles that were begun with it go on
        #[arg(long)]
        keep_old: bool,

        /// All servers of the database of --database are stopped, so that none needs the new key before
        #[arg(long)]
        servers_stopped: bool,
    },
    /// Remove from the file the keys before the one in use; sessions of roles that were begun with them end
    Drop(KeyPlace),
}

/// Where master keys are, and what is encrypted with them.
#[derive(Args, Clone, Debug)]
pub(crate) struct KeyPlace {
    #[command(flatten)]
    pub(crate) data: Data,

    #[command(flatten)]
    pub(crate) records: Records,

    /// The file of the master keys [default: secret.key in the data directory]
    #[arg(long, env = "ROSTER_SECRET_KEY_FILE", value_name = "FILE")]
    pub(crate) secret_key_file: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct Copy {
    /// What to copy: postgres://user@host/database, sqlite:///path/to/roster.db, or a data directory; servers may go on with it meanwhile
    #[arg(long, env = "ROSTER_FROM", value_name = "URL", hide_env_values = true)]
    pub(crate) from: String,

    /// Where to: the same forms; empty, or what an unfinished copy of the same has left
    #[arg(long, env = "ROSTER_TO", value_name = "URL", hide_env_values = true)]
    pub(crate) to: String,

    /// Do not finish the copy: another run, when the servers of the source have stopped, brings the rest
    #[arg(long, env = "ROSTER_MORE_TO_COME", action = ArgAction::SetTrue, value_parser = FalseyValueParser::new())]
    pub(crate) more_to_come: bool,

    /// How long to wait for an answer of PostgreSQL, in seconds
    #[arg(long, env = "ROSTER_DATABASE_TIMEOUT", value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    pub(crate) database_timeout: Duration,
}

#[derive(Args, Debug)]
pub(crate) struct Explain {
    #[command(flatten)]
    pub(crate) data: Data,

    #[command(flatten)]
    pub(crate) records: Records,

    /// The request's id, as in x-amzn-RequestId and `roster audit list --full`
    #[arg(value_name = "REQUEST-ID")]
    pub(crate) request_id: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Access {
    /// List what was done with --access observe and would be denied with --access enforce
    Observed {
        #[command(flatten)]
        data: Data,

        #[command(flatten)]
        records: Records,

        /// Start at this time, such as 2026-11-21T10:15:30Z, or so long ago, such as 36h or 7d
        #[arg(long, value_name = "TIME", value_parser = Since::parse)]
        since: Option<Since>,
    },
    /// Print the least policy that covers what a principal did, as far as the audit tells of it
    Policy {
        #[command(flatten)]
        data: Data,

        #[command(flatten)]
        records: Records,

        /// The principal's ARN, as in `roster audit list --full`, or its unique id
        #[arg(long, value_name = "PRINCIPAL")]
        from_audit: String,

        /// Start at this time, such as 2026-11-21T10:15:30Z, or so long ago, such as 36h or 7d
        #[arg(long, value_name = "TIME", value_parser = Since::parse)]
        since: Option<Since>,
    },
    /// List who could call an operation on a user, and by which statement
    WhoCan(WhoCan),
    /// List statements that ask for condition keys which requests do not have; exit with 1 if there are any
    Lint {
        #[command(flatten)]
        data: Data,

        #[command(flatten)]
        records: Records,

        /// Look at this account only
        #[arg(long, value_name = "ID", value_parser = account_id)]
        account: Option<String>,
    },
}

#[derive(Args, Debug)]
pub(crate) struct WhoCan {
    #[command(flatten)]
    pub(crate) data: Data,

    #[command(flatten)]
    pub(crate) records: Records,

    /// The operation, such as UpdateUserIdentityInfo
    #[arg(value_name = "OPERATION")]
    pub(crate) operation: String,

    /// The user's id
    #[arg(long, value_name = "ID")]
    pub(crate) user: String,

    /// The instance's id [default: the one that the user is in]
    #[arg(long, value_name = "ID")]
    pub(crate) instance: Option<String>,

    /// A member of the identity that the call would change, such as Email; may be given again
    #[arg(long, value_name = "NAME", value_enum)]
    pub(crate) field: Vec<Field>,

    /// The account
    #[arg(long, value_name = "ID", default_value = roster_service::demo::ACCOUNT, value_parser = account_id)]
    pub(crate) account: String,

    /// The Region
    #[arg(long, value_name = "REGION", default_value = roster_service::demo::REGION)]
    pub(crate) region: String,
}

/// A member of an identity, by its name in the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "verbatim")]
pub(crate) enum Field {
    FirstName,
    LastName,
    Email,
    SecondaryEmail,
    Mobile,
}

impl Field {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::FirstName => "FirstName",
            Self::LastName => "LastName",
            Self::Email => "Email",
            Self::SecondaryEmail => "SecondaryEmail",
            Self::Mobile => "Mobile",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shell {
    /// In ~/.bashrc: source <(roster completions bash)
    Bash,
    /// In ~/.zshrc, after compinit: source <(roster completions zsh)
    Zsh,
    /// In ~/.config/fish/config.fish: roster completions fish | source
    Fish,
}

/// Reads flags, environment and file.
pub(crate) fn parse() -> anyhow::Result<Arguments> {
    let command = match std::env::args_os().nth(1) {
        // A shell asks for these wherever it starts, whatever settings lie there.
        Some(word) if word == "completions" || word == "man" => Arguments::command(),
        Some(_) | None => ConfigFile::find(std::env::args_os())?.as_defaults_of(Arguments::command())?,
    };
    let matches = command.get_matches();
    Arguments::from_arg_matches(&matches).context("the arguments do not fit")
}

#[allow(clippy::disallowed_methods, reason = "configuration is read here")]
pub(crate) fn default_data_dir() -> PathBuf {
    let variable = |name| {
        std::env::var(name)
            .ok()
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let data = variable("XDG_DATA_HOME").or_else(|| variable("HOME").map(|home| home.join(".local/share")));
    data.unwrap_or_default().join("roster")
}

fn account_id(text: &str) -> Result<String, &'static str> {
    if text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(text.to_owned())
    } else {
        Err("an account id has twelve digits")
    }
}

fn partition(text: &str) -> Result<Partition, String> {
    Partition::named(text).ok_or_else(|| format!("say {}", crate::credentials_file::partitions()))
}

fn seconds(text: &str) -> Result<Duration, String> {
    text.parse()
        .map(Duration::from_secs)
        .map_err(|_| "not a number of seconds".to_owned())
}

fn overlap(text: &str) -> Result<Duration, &'static str> {
    // A year: what is good for longer was not exchanged.
    const MOST: Duration = Duration::from_hours(366 * 24);
    length(text)
        .filter(|length| *length <= MOST)
        .ok_or("say for how long, such as 0s, 90m, 24h or 7d, and 366d at most")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }
}
