//! The command line. Every flag is mirrored by a `ROSTER_*` variable, and both by `roster.toml`:
//! flag before environment before file.

mod administration;
mod audit;
mod audit_verify;
mod backup;
mod bulk;
mod changed_settings;
mod doctor;
mod env;
mod guard;
mod instance;
mod jobs;
mod login;
mod mail;
mod second_factor;
mod serve;
mod service_arguments;
mod unknown_variables;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use clap::builder::{FalseyValueParser, Resettable};
use clap::{ArgAction, ArgMatches, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use roster_domain::Partition;

use crate::config_file::ConfigFile;
use crate::time_bound::{TimeBound, length};

pub(crate) use administration::{Administration, CalledServer};
pub(crate) use audit::{
    Audit, AuditErase, AuditList, AuditShow, AuditSource, AuditUser, Deliver, Export, ExportFormat,
    ExportTarget, Outcome,
};
pub(crate) use audit_verify::{AuditHead, AuditVerify};
pub(crate) use backup::{Backup, Restore};
pub(crate) use bulk::{
    Bulk, BulkApply, BulkCopy, BulkDiff, BulkExport, BulkFormat, BulkPlan, BulkReading, BulkReport,
    BulkResume, BulkRuns, BulkTarget, BulkUndo, Color,
};
pub(crate) use changed_settings::{changed_settings, read_serve_again};
pub(crate) use doctor::Doctor;
pub(crate) use env::{Env, EnvFormat};
pub(crate) use guard::{Guard, GuardChange, GuardDecision, GuardList};
pub(crate) use instance::{Instance, InstanceShow, InstanceUpdate, OwnOrDefault};
pub(crate) use jobs::{JobList, Jobs};
pub(crate) use login::{Login, LoginServer};
pub(crate) use mail::{Delivery, Mail, MailList, MailOpen};
pub(crate) use second_factor::SecondFactor;
pub(crate) use serve::{
    AccessMode, LogFormat, LogLevel, OmittedEmail, PasswordHashing, Quotas, SecondFactorPolicy, Serve,
    TakeoverGuard, TlsMode,
};
pub(crate) use service_arguments::ServiceArguments;

/// A self-hosted directory of contact-centre users that speaks Amazon Connect's user API.
#[derive(Debug, Parser)]
#[command(name = "roster", version, propagate_version = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// Settings file; flags and environment override it [default: roster.toml in the current directory, if it exists]
    #[arg(long, global = true, env = "ROSTER_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the directory
    Serve(Box<Serve>),
    /// Print the environment for clients of a running server: eval "$(roster env)"
    Env(Env),
    /// Write a profile for a server into ~/.aws, so that --profile roster works in every SDK and the AWS CLI
    Login(Login),
    /// Manage accounts and their root access keys
    Account {
        #[command(subcommand)]
        command: Account,
    },
    /// Manage the master keys that encrypt the secrets of access keys
    Key {
        #[command(subcommand)]
        command: Key,
    },
    /// List, export and verify the audit trail
    Audit {
        #[command(subcommand)]
        command: Audit,
    },
    /// List, retry and discard background jobs
    Jobs {
        #[command(subcommand)]
        command: Jobs,
    },
    /// List, show, approve and reject changes of primary addresses that wait, on a running server
    Guard {
        #[command(subcommand)]
        command: Guard,
    },
    /// Change many users as a file says: plan, apply, resume, undo; on Amazon Connect or on Roster
    Bulk {
        #[command(subcommand)]
        command: Bulk,
    },
    /// Show and change the settings of an instance, on a running server
    Instance {
        #[command(subcommand)]
        command: Instance,
    },
    /// Remove second factors of users, on a running server
    SecondFactor {
        #[command(subcommand)]
        command: SecondFactor,
    },
    /// List and show mails to users, and deliver them again: calls a running server
    Mail {
        #[command(subcommand)]
        command: Mail,
    },
    /// Show how the takeover guard meets the takeover that AWS warns of: plays it against servers that keep nothing
    AttackDemo,
    /// Back a data directory up while its server works: the records, the audit, the keys
    Backup(Backup),
    /// Make a data directory of a backup, after a check of all that is in it
    Restore(Restore),
    /// Check what a server with these settings needs: files, disk, database, keys, audit, backups
    Doctor(Doctor),
    /// Print the health of the server on a data directory; the exit code is 0 if it carries requests out
    Health {
        #[command(flatten)]
        data: Data,
    },
    /// Copy everything from one database to another, of either engine; repeat to continue or catch up
    Copy(Copy),
    /// Print the shell completion script for roster (and aws, when linked to it)
    Completions {
        /// The shell to print the script for
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Print a page of the manual, in roff: roster man connect describe-user | man -l -
    Man(Man),
    /// Show which principals have which permissions
    Access {
        #[command(subcommand)]
        command: Access,
    },
    /// Show which policy statement decided on a request, and why the others did not match
    Explain(Explain),
    /// The AWS CLI's `aws connect …`: see `roster connect help`
    #[command(disable_help_flag = true, disable_version_flag = true)]
    Connect(ServiceArguments),
    /// The AWS CLI's `aws iam …`, for what a server offers of it: see `roster iam help`
    #[command(disable_help_flag = true, disable_version_flag = true)]
    Iam(ServiceArguments),
    /// The AWS CLI's `aws sts …`, for what a server offers of it: see `roster sts help`
    #[command(disable_help_flag = true, disable_version_flag = true)]
    Sts(ServiceArguments),
    /// The AWS CLI's `aws cloudtrail …`, for what a server offers of it: see `roster cloudtrail help`
    #[command(disable_help_flag = true, disable_version_flag = true)]
    Cloudtrail(ServiceArguments),
}

/// The data directory.
#[derive(Args, Clone, Debug)]
pub(crate) struct Data {
    /// Directory for credentials, TLS files and records
    #[arg(long, env = "ROSTER_DATA_DIR", value_name = "DIR", default_value_os_t = default_data_dir())]
    pub(crate) data_dir: PathBuf,
}

/// The database, if the records are not in the data directory.
#[derive(Args, Clone, Debug)]
pub(crate) struct Records {
    /// PostgreSQL database for the records: postgres://user@host,host/database?sslmode=verify-full
    #[arg(long, env = "ROSTER_DATABASE", value_name = "URL", hide_env_values = true)]
    pub(crate) database: Option<String>,

    /// Time-out for the database of --database, in seconds
    #[arg(long, env = "ROSTER_DATABASE_TIMEOUT", value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    pub(crate) database_timeout: Duration,
}

/// The format of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// Text for people
    Text,
    /// A JSON object per line
    Json,
}

#[derive(Args, Debug)]
pub(crate) struct Man {
    /// Command to print the page of, such as `audit list` or `connect describe-user` [default: roster itself]
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Vec<String>,

    /// Write all pages into this directory instead
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Account {
    /// List the accounts and their root access keys, without secrets
    List {
        #[command(flatten)]
        data: Data,

        /// Print them as JSON
        #[arg(long)]
        json: bool,
    },
    /// Add an account with a root access key; a running server takes it up on SIGHUP
    Create {
        #[command(flatten)]
        data: Data,

        /// Account id: twelve digits
        #[arg(value_name = "ID", value_parser = account_id)]
        account: String,

        /// Partition of the account: its ARNs begin with it, and its keys sign for its Regions only
        #[arg(long, value_name = "PARTITION", default_value = "aws", value_parser = partition)]
        partition: Partition,

        /// Profile for the key in the credentials file [default: the account id]
        #[arg(long, value_name = "NAME")]
        profile: Option<String>,
    },
    /// Replace the root access key of an account; a running server takes the change up on SIGHUP
    Rotate {
        #[command(flatten)]
        data: Data,

        #[command(flatten)]
        records: Records,

        /// Account id: twelve digits
        #[arg(value_name = "ID", value_parser = account_id)]
        account: String,

        /// Profile of the key in the credentials file, if the account has several keys
        #[arg(long, value_name = "NAME")]
        profile: Option<String>,

        /// How long the old key stays valid, such as 90m or 7d
        #[arg(long, value_name = "DURATION", default_value = "24h", value_parser = overlap)]
        overlap: Duration,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Key {
    /// Print the fingerprints of the master keys in the file, and which key is in use
    Show(KeyPlace),
    /// Add a new master key to the file, to give it to all servers before `roster key rotate`
    Add(KeyPlace),
    /// Re-encrypt every secret with a new master key; repeat the command after an interruption
    Rotate {
        #[command(flatten)]
        place: KeyPlace,

        /// Keep the old key in the file, so that role sessions of the old key stay valid
        #[arg(long)]
        keep_old: bool,

        /// Confirm that all servers of the database of --database are stopped
        #[arg(long)]
        servers_stopped: bool,
    },
    /// Remove the old keys from the file; their role sessions end
    Drop(KeyPlace),
}

/// The file of master keys, and the database that they encrypt.
#[derive(Args, Clone, Debug)]
pub(crate) struct KeyPlace {
    #[command(flatten)]
    pub(crate) data: Data,

    #[command(flatten)]
    pub(crate) records: Records,

    /// File of the master keys [default: secret.key in the data directory]
    #[arg(long, env = "ROSTER_SECRET_KEY_FILE", value_name = "FILE")]
    pub(crate) secret_key_file: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct Copy {
    /// Source: postgres://user@host/database, sqlite:///path/to/roster.db, or a data directory; servers may use it meanwhile
    #[arg(long, env = "ROSTER_FROM", value_name = "URL", hide_env_values = true)]
    pub(crate) from: String,

    /// Target, in the same forms: empty, or an unfinished copy of the same source
    #[arg(long, env = "ROSTER_TO", value_name = "URL", hide_env_values = true)]
    pub(crate) to: String,

    /// Leave the copy unfinished; another run copies the rest after the servers of the source have stopped
    #[arg(long, env = "ROSTER_MORE_TO_COME", action = ArgAction::SetTrue, value_parser = FalseyValueParser::new())]
    pub(crate) more_to_come: bool,

    /// Time-out for PostgreSQL, in seconds
    #[arg(long, env = "ROSTER_DATABASE_TIMEOUT", value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    pub(crate) database_timeout: Duration,
}

#[derive(Args, Debug)]
pub(crate) struct Explain {
    #[command(flatten)]
    pub(crate) data: Data,

    #[command(flatten)]
    pub(crate) records: Records,

    /// Request id, as in x-amzn-RequestId and `roster audit list --full`
    #[arg(value_name = "REQUEST-ID")]
    pub(crate) request_id: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Access {
    /// List requests that --access observe allowed and --access enforce would deny
    Observed {
        #[command(flatten)]
        data: Data,

        #[command(flatten)]
        records: Records,

        /// Only since this time, such as 2026-11-21T10:15:30Z, or for this long, such as 36h or 7d
        #[arg(long, value_name = "TIME", value_parser = TimeBound::parse)]
        since: Option<TimeBound>,
    },
    /// Print the least policy that allows everything a principal did, according to the audit
    Policy {
        #[command(flatten)]
        data: Data,

        #[command(flatten)]
        records: Records,

        /// The principal, by ARN, by unique id, or by its name in `roster audit list`
        #[arg(long, value_name = "PRINCIPAL")]
        from_audit: String,

        /// Only since this time, such as 2026-11-21T10:15:30Z, or for this long, such as 36h or 7d
        #[arg(long, value_name = "TIME", value_parser = TimeBound::parse)]
        since: Option<TimeBound>,
    },
    /// List the principals that could call an operation on a user, and the statement that allows it
    WhoCan(WhoCan),
    /// List statements with condition keys that their requests do not have; exit with 1 if there are any
    Lint {
        #[command(flatten)]
        data: Data,

        #[command(flatten)]
        records: Records,

        /// Check this account only
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

    /// Operation, such as UpdateUserIdentityInfo
    #[arg(value_name = "OPERATION")]
    pub(crate) operation: String,

    /// User, by id or username
    #[arg(long, value_name = "ID|NAME")]
    pub(crate) user: String,

    /// Instance, by id or alias [default: the user's instance]
    #[arg(long, value_name = "ID|ALIAS")]
    pub(crate) instance: Option<String>,

    /// Identity field that the call would change, such as Email; may be repeated
    #[arg(long, value_name = "NAME", value_enum)]
    pub(crate) field: Vec<Field>,

    /// Account id
    #[arg(long, value_name = "ID", default_value = roster_service::demo::ACCOUNT, value_parser = account_id)]
    pub(crate) account: String,

    /// Region
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

/// What flags, environment and file say.
pub(crate) struct Parsed {
    pub(crate) arguments: Arguments,
    /// The same as words.
    pub(crate) matches: ArgMatches,
    /// What is wrong with the environment.
    pub(crate) warnings: Vec<String>,
}

/// Reads flags, environment and file.
pub(crate) fn parse() -> anyhow::Result<Parsed> {
    let (command, warnings) = match std::env::args_os().nth(1) {
        // Shells run these in any directory, so its settings must not matter.
        Some(word) if word == "completions" || word == "man" => (Arguments::command(), Vec::new()),
        Some(_) | None => {
            let command = ConfigFile::find(std::env::args_os())?.as_defaults_of(Arguments::command())?;
            let warnings = unknown_variables::unknown_variables(&command, std::env::vars_os());
            (command, warnings)
        }
    };
    let matches = command.get_matches();
    let arguments = Arguments::from_arg_matches(&matches).context("the arguments do not fit")?;
    Ok(Parsed {
        arguments,
        matches,
        warnings,
    })
}

/// The settings of a server that these flags decide: neither the environment nor a file does.
pub(crate) fn serve_by(flags: &[&str]) -> anyhow::Result<Serve> {
    let isolated = Arguments::command().mut_subcommand("serve", |serve| {
        serve.mut_args(|argument| argument.env(Resettable::Reset))
    });
    let words = ["roster", "serve"].iter().chain(flags);
    let matches = isolated.try_get_matches_from(words)?;
    match Arguments::from_arg_matches(&matches)?.command {
        Command::Serve(serve) => Ok(*serve),
        _ => anyhow::bail!("`roster serve` is no server"),
    }
}

pub(crate) fn default_data_dir() -> PathBuf {
    home_folder("XDG_DATA_HOME", ".local/share").join("roster")
}

/// A folder of the XDG base directories: the variable's, or its usual place in the home directory.
#[allow(clippy::disallowed_methods, reason = "configuration is read here")]
fn home_folder(name: &str, below_home: &str) -> PathBuf {
    let variable = |name| {
        std::env::var(name)
            .ok()
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let folder = variable(name).or_else(|| variable("HOME").map(|home| home.join(below_home)));
    folder.unwrap_or_default()
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

fn interval(text: &str) -> Result<Duration, &'static str> {
    const SHORTEST: Duration = Duration::from_secs(1);
    const LONGEST: Duration = Duration::from_hours(24);
    length(text)
        .filter(|length| (SHORTEST..=LONGEST).contains(length))
        .ok_or("say how often, from 1s to 24h, such as 30s, 5m or 1h")
}

fn seconds(text: &str) -> Result<Duration, String> {
    text.parse()
        .map(Duration::from_secs)
        .map_err(|_| "not a number of seconds".to_owned())
}

fn overlap(text: &str) -> Result<Duration, &'static str> {
    // A year: an overlap of more is no exchange.
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
