//! The binary: configuration → engine → server or administration. It alone names concrete engines.

mod administration;
mod arguments;
mod audit_reader;
mod audit_witness;
mod background_jobs;
mod backup_manifest;
mod certificate_watch;
mod client_settings;
mod commands;
mod config_file;
mod confirmation;
mod core_dumps;
mod credentials_file;
mod data_dir;
mod engine;
mod file_modes;
mod health;
mod last_engine;
mod logging;
mod master_key_file;
mod names;
mod offline;
mod outgoing_mail;
mod password_hashing;
mod private_file;
mod reload;
mod roots;
mod signals;
mod stop_signal;
mod store_url;
mod terminal_text;
mod text_table;
mod time_bound;
mod tls;
mod upkeep;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use arguments::{Command, Parsed};
use roster_model::service::Service;

/// Work is allocated on one thread and freed on another, which is slow with the system's allocator. Without
/// huge pages (`no_thp`): they would cost an idle server 6 MB.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match Call::made() {
        Call::Aws(arguments) => return roster_aws_cli::run_as_aws(&arguments),
        Call::Service(arguments) => return roster_aws_cli::run(arguments),
        Call::Completer(arguments) => {
            return commands::answer(&arguments).unwrap_or_else(|error| fail(&error));
        }
        Call::Roster => {}
    }
    let Parsed {
        arguments,
        matches,
        warnings,
    } = match arguments::parse() {
        Ok(parsed) => parsed,
        Err(error) => return fail(&error),
    };
    // A server warns in its log.
    if !matches!(arguments.command, Command::Serve(_)) {
        for warning in &warnings {
            eprintln!("roster: warning: {}", terminal_text::escaped(warning));
        }
    }
    let done = match arguments.command {
        Command::Serve(serve) => commands::serve(&serve, matches, &warnings),
        Command::Env(env) => commands::env(&env),
        Command::Login(login) => commands::login(&login),
        Command::Account { command } => commands::account(&command),
        Command::Access { command } => commands::access(&command),
        Command::Explain(explain) => commands::explain(&explain),
        Command::Audit { command } => commands::audit(&command),
        Command::Key { command } => commands::key(&command),
        Command::Jobs { command } => commands::jobs(&command),
        Command::Guard { command } => commands::guard(&command),
        Command::Bulk { command } => commands::bulk(&command),
        Command::Instance { command } => commands::instance(&command),
        Command::SecondFactor { command } => commands::second_factor(&command),
        Command::Mail { command } => commands::mail(&command),
        Command::AttackDemo => commands::attack_demo(),
        Command::Backup(backup) => commands::backup(&backup).map(|()| ExitCode::SUCCESS),
        Command::Restore(restore) => commands::restore(&restore).map(|()| ExitCode::SUCCESS),
        Command::Doctor(doctor) => commands::doctor(&doctor),
        Command::Health { data } => commands::health(&data),
        Command::Copy(copy) => commands::copy(&copy),
        Command::Completions { shell } => commands::completions(shell),
        Command::Man(man) => commands::man(&man),
        Command::Connect(arguments) => return arguments.run(Service::Connect),
        Command::Iam(arguments) => return arguments.run(Service::Iam),
        Command::Sts(arguments) => return arguments.run(Service::Sts),
        Command::Cloudtrail(arguments) => return arguments.run(Service::CloudTrail),
    };
    done.unwrap_or_else(|error| fail(&error))
}

/// The role of this call, by the program's name and the first words. Determined before everything else, because calls
/// as `aws` and as a completer are frequent and must be fast.
enum Call {
    /// The AWS CLI: anything under the name `aws`.
    Aws(Vec<OsString>),
    /// `roster connect …`, or another service.
    Service(Vec<OsString>),
    /// The completer of a shell: `roster completions answer`, or under the name `aws_completer`.
    Completer(Vec<OsString>),
    /// Roster itself.
    Roster,
}

impl Call {
    fn made() -> Self {
        let mut arguments = std::env::args_os();
        let program = PathBuf::from(arguments.next().unwrap_or_default());
        let mut arguments: Vec<_> = arguments.collect();
        let begins_with = |words: &[&str]| {
            words
                .iter()
                .zip(&arguments)
                .filter(|(word, argument)| *word == argument)
                .count()
                == words.len()
        };
        match program.file_stem().and_then(|name| name.to_str()) {
            Some("aws") => Self::Aws(arguments),
            Some("aws_completer") => Self::Completer(arguments),
            _ if arguments
                .first()
                .is_some_and(|word| roster_aws_cli::is_service(word)) =>
            {
                Self::Service(arguments)
            }
            _ if begins_with(&["completions", "answer"]) => Self::Completer(arguments.split_off(2)),
            _ => Self::Roster,
        }
    }
}

/// Prints an error with all its causes.
fn fail(error: &anyhow::Error) -> ExitCode {
    eprintln!("roster: {}", terminal_text::escaped_lines(&format!("{error:#}")));
    ExitCode::FAILURE
}
