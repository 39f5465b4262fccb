//! PostgreSQL: what its settings promise, who copies from it, and its clock.

use std::time::{Duration, SystemTime};

use super::examined::Examined;
use super::finding::Finding;
use crate::engine::{self, Examination};

/// How far the clocks may be apart.
const TOLERATED: Duration = Duration::from_secs(1);

pub(super) fn check(examined: &Examined<'_>) -> anyhow::Result<Vec<Finding>> {
    let Some(examination) = engine::examine_database(&examined.arguments.serve.records)? else {
        return Ok(Vec::new());
    };
    let reserved = examined.arguments.serve.database_connections.into();
    let mut findings = judge(&examination, examined.now, reserved);
    if findings.is_empty() {
        findings.push(Finding::ok(format!(
            "version {}, {} MiB, {} standbys: its settings keep what is acknowledged",
            setting(&examination, "server_version"),
            examination.bytes / (1024 * 1024),
            examination.standbys
        )));
    }
    Ok(findings)
}

fn setting<'e>(examination: &'e Examination, name: &str) -> &'e str {
    examination.settings.get(name).map_or("unknown", String::as_str)
}

/// What is wrong. `needed` is how many connections a server takes.
fn judge(examination: &Examination, now: SystemTime, needed: u64) -> Vec<Finding> {
    let is = |name, value: &str| setting(examination, name) == value;
    let mut findings = Vec::new();
    if is("synchronous_commit", "off") {
        findings.push(Finding::failure(
            "synchronous_commit is off: a crash loses what was acknowledged, so no server starts; set it to on",
        ));
    }
    for name in ["fsync", "full_page_writes"] {
        if is(name, "off") {
            findings.push(Finding::failure(format!(
                "{name} is off: a failure of the power loses or damages records; set it to on"
            )));
        }
    }
    if is("autovacuum", "off") {
        findings.push(Finding::warning(
            "autovacuum is off: tables grow with every change; set it to on",
        ));
    }
    if !is("server_encoding", "UTF8") {
        findings.push(Finding::failure(format!(
            "the encoding of the database is {}: names need UTF8; make another database, and copy into it",
            setting(examination, "server_encoding")
        )));
    }
    if examination.standbys > 0 && (is("synchronous_standby_names", "") || is("synchronous_commit", "local"))
    {
        findings.push(Finding::warning(
            "no standby confirms a commit, so a failover may lose what was acknowledged: set synchronous_standby_names, and synchronous_commit to on",
        ));
    }
    if is("archive_mode", "off") {
        findings.push(Finding::warning(
            "archive_mode is off, so a restore leads to the last dump only: archive the log, or be sure that dumps are enough",
        ));
    } else if examination.archiving_fails {
        findings.push(Finding::failure(
            "the last attempt to archive the log has failed: see pg_stat_archiver and the log of PostgreSQL",
        ));
    }
    if examination.is_exposed {
        findings.push(Finding::warning(
            "the connection is not encrypted, and goes over a network: add sslmode=verify-full to the URL",
        ));
    }
    let limit = setting(examination, "max_connections")
        .parse()
        .unwrap_or(u64::MAX);
    if examination.connections + needed > limit {
        findings.push(Finding::warning(format!(
            "{} of {limit} connections are in use, and a server takes {needed}: raise max_connections",
            examination.connections
        )));
    }
    let apart = now
        .duration_since(examination.clock)
        .unwrap_or_else(|error| error.duration());
    if apart > TOLERATED {
        findings.push(Finding::warning(format!(
            "its clock and that of this machine are {} s apart: set both by NTP",
            apart.as_secs()
        )));
    }
    findings
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::finding::State;
    use super::*;

    const NOW: SystemTime = SystemTime::UNIX_EPOCH;

    /// A server with whose settings nothing is wrong, but for these.
    fn with(settings: &[(&str, &str)]) -> Examination {
        let right = [
            ("archive_mode", "on"),
            ("autovacuum", "on"),
            ("fsync", "on"),
            ("full_page_writes", "on"),
            ("max_connections", "100"),
            ("server_encoding", "UTF8"),
            ("synchronous_commit", "on"),
            ("synchronous_standby_names", "ANY 1 (db2)"),
        ];
        let settings = right.iter().chain(settings);
        Examination {
            settings: settings
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect::<BTreeMap<_, _>>(),
            clock: NOW,
            bytes: 0,
            connections: 10,
            standbys: 1,
            is_exposed: false,
            archiving_fails: false,
        }
    }

    /// The state and the first words of the only finding.
    fn only(examination: &Examination) -> (State, String) {
        let findings = judge(examination, NOW, 8);
        let [finding] = &findings[..] else {
            panic!("{findings:?}")
        };
        let words: Vec<_> = finding.message.split(' ').take(3).collect();
        (finding.state, words.join(" "))
    }

    #[test]
    fn nothing_is_wrong_with_the_settings_of_the_guide() {
        assert_eq!(judge(&with(&[]), NOW, 8), []);
    }

    #[test]
    fn each_setting_that_risks_records_is_found() {
        for (name, value, state, words) in [
            (
                "synchronous_commit",
                "off",
                State::Failure,
                "synchronous_commit is off:",
            ),
            (
                "synchronous_commit",
                "local",
                State::Warning,
                "no standby confirms",
            ),
            (
                "synchronous_standby_names",
                "",
                State::Warning,
                "no standby confirms",
            ),
            ("fsync", "off", State::Failure, "fsync is off:"),
            (
                "full_page_writes",
                "off",
                State::Failure,
                "full_page_writes is off:",
            ),
            ("autovacuum", "off", State::Warning, "autovacuum is off:"),
            ("server_encoding", "LATIN1", State::Failure, "the encoding of"),
            ("archive_mode", "off", State::Warning, "archive_mode is off,"),
            ("max_connections", "17", State::Warning, "10 of 17"),
        ] {
            assert_eq!(
                only(&with(&[(name, value)])),
                (state, words.to_owned()),
                "{name} {value}"
            );
        }
    }

    #[test]
    fn a_failed_archive_an_open_connection_and_another_clock_are_found() {
        let mut examination = with(&[]);
        examination.archiving_fails = true;
        assert_eq!(
            only(&examination),
            (State::Failure, "the last attempt".to_owned())
        );

        let mut examination = with(&[]);
        examination.is_exposed = true;
        assert_eq!(
            only(&examination),
            (State::Warning, "the connection is".to_owned())
        );

        let mut examination = with(&[]);
        examination.clock = NOW + Duration::from_secs(2);
        assert_eq!(only(&examination), (State::Warning, "its clock and".to_owned()));
    }
}
