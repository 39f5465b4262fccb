//! `roster doctor`: whether what a server needs is as it should be. A check is one file.

mod audit;
mod backups;
mod certificate;
mod disk;
mod examined;
mod files;
mod finding;
mod postgres;
mod records;
mod server;

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::ensure;
use roster_domain::clock::{Clock, SystemClock};

use self::examined::Examined;
use self::finding::{Finding, State};
use crate::arguments::Doctor;
use crate::data_dir::DataDir;
use crate::private_file;
use crate::terminal_text::{escaped, write_json};

/// Finds what is right and what is wrong. An error is a finding, too.
type Check = fn(&Examined<'_>) -> anyhow::Result<Vec<Finding>>;

/// The checks by the names that people see.
const CHECKS: &[(&str, Check)] = &[
    ("files", files::check),
    ("disk", disk::check),
    ("server", server::check),
    ("certificate", certificate::check),
    ("postgresql", postgres::check),
    ("records", records::check),
    ("audit", audit::check),
    ("backups", backups::check),
];

/// With an exit code of 0 all is well, with 2 there are warnings, with 1 failures.
const WARNED: u8 = 2;

/// Prints what it finds. Changes nothing.
pub(crate) fn doctor(arguments: &Doctor) -> anyhow::Result<ExitCode> {
    let examined = Examined {
        arguments,
        data_dir: DataDir::new(&arguments.serve.data.data_dir),
        now: SystemClock.now(),
    };
    let folder = examined.data_dir.path();
    ensure!(
        private_file::is_there(folder)?,
        "{} is not there: name the data directory of the server with --data-dir, or start a server, which makes it",
        folder.display()
    );
    let mut findings = Vec::new();
    for (name, check) in CHECKS {
        let found = check(&examined).unwrap_or_else(|error| vec![Finding::failure(format!("{error:#}"))]);
        findings.extend(found.into_iter().map(|finding| (*name, finding)));
    }
    print(&findings, arguments.json)?;
    let worst = findings.iter().map(|(_, finding)| finding.state).max();
    Ok(match worst {
        None | Some(State::Ok) => ExitCode::SUCCESS,
        Some(State::Warning) => ExitCode::from(WARNED),
        Some(State::Failure) => ExitCode::FAILURE,
    })
}

fn print(findings: &[(&str, Finding)], json: bool) -> anyhow::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    if json {
        let objects: Vec<_> = findings
            .iter()
            .map(|(check, finding)| {
                serde_json::json!({"Check": check, "State": finding.state.name(), "Message": finding.message})
            })
            .collect();
        write_json(&mut out, &objects)?;
    } else {
        for (check, finding) in findings {
            let state = finding.state.name();
            writeln!(out, "{state:8} {check:11} {}", escaped(&finding.message))?;
        }
    }
    Ok(out.flush()?)
}
