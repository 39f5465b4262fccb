//! PostgreSQL's own load generator, with a transaction that does by itself what an update through roster
//! does: it reads the instance and the user, writes the user, adds a record to the audit and moves the
//! end of its chain. Its tables have the shape of roster's, and its rows are roster's.
//!
//! Every client has a chain of its own, so that none waits for another, and all bodies are as long as
//! those that roster wrote.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, ensure};
use hdrhistogram::Histogram;

use super::load::Run;
use super::postgres::{Postgres, output};

/// How many clients it has, and how many threads.
const CLIENTS: usize = 16;
const THREADS: usize = 2;
/// The schema with its tables.
const SCHEMA: &str = "pgbench";

/// Its transaction. `:body` and `:record` are texts without a backslash, which are bytes as they are.
const SCRIPT: &str = r#"\set number random(1, :users)
\set sequence :sequence + 1
BEGIN;
SELECT key, version, body FROM pgbench.instance WHERE key = :instance;
SELECT key, version, body FROM pgbench."user" WHERE key = int8send(:number);
UPDATE pgbench."user" SET version = :sequence, body = :body WHERE key = int8send(:number);
INSERT INTO pgbench.audit (chain, sequence, position, hash, body) VALUES (:client_id::text, :sequence, (:sequence::bigint << 8) + :client_id, :hash, :record);
UPDATE pgbench.audit_chain SET sequence = :sequence, hash = :hash, stamp = :sequence, renewed = now() WHERE chain = :client_id::text;
COMMIT;
"#;

/// A load that can be run.
pub(super) struct Pgbench {
    postgres: Postgres,
    script: PathBuf,
    /// What the script's variables are, but for the sequence.
    variables: Vec<String>,
    turn: u64,
}

impl Pgbench {
    /// Fills tables with what a directory has, as it is kept in a schema in which roster has updated users.
    pub(super) fn of(postgres: &Postgres, schema: &str) -> anyhow::Result<Self> {
        // The owner of the cluster may be unable to read the folder of the project, such as one in /root.
        let script = postgres.folder().join("update.pgbench");
        fs::write(&script, SCRIPT)?;
        fs::set_permissions(&script, Permissions::from_mode(0o644))?;
        postgres.sql(&tables(schema))?;
        let ask = |sql: &str| postgres.sql(sql);
        let instance = ask("SELECT encode(key, 'hex') FROM pgbench.instance")?;
        let users = ask("SELECT count(*) FROM pgbench.\"user\"")?;
        let body = ask("SELECT max(length(body)) FROM pgbench.\"user\"")?;
        let record = ask(&format!(
            "SELECT round(avg(length(body))) FROM (SELECT body FROM {schema}.audit ORDER BY position DESC LIMIT 1000) AS last"
        ))?;
        Ok(Self {
            postgres: postgres.clone(),
            script,
            variables: vec![
                format!(r"instance=\x{instance}"),
                format!("users={users}"),
                format!(r"hash=\x{}", "00".repeat(32)),
                format!("body={}", "b".repeat(body.parse()?)),
                format!("record={}", "r".repeat(record.parse()?)),
            ],
            turn: 0,
        })
    }

    /// Runs all clients for a time, rounded to whole seconds.
    pub(super) fn run(&mut self, time: Duration) -> anyhow::Result<Run> {
        self.turn += 1;
        let mut command = self.postgres.program("pgbench");
        command
            .args(["--protocol=prepared", "--no-vacuum"])
            .arg(format!("--client={CLIENTS}"))
            .arg(format!("--jobs={THREADS}"))
            .arg(format!("--time={}", time.as_secs().max(1)))
            .arg("--file")
            .arg(&self.script);
        // No turn may use a number that an earlier one has used.
        let sequence = format!("sequence={}", self.turn << 32);
        for variable in self.variables.iter().chain([&sequence]) {
            command.arg("--define").arg(variable);
        }
        let output = output(command.arg(self.postgres.url()))?;
        let value = |name: &str| {
            let line = output.lines().find_map(|line| line.strip_prefix(name));
            let word = line.and_then(|line| line.split_whitespace().next());
            word.with_context(|| format!("pgbench does not print {name:?}:\n{output}"))
        };
        let failed: u64 = value("number of failed transactions: ")?.parse()?;
        ensure!(failed == 0, "{failed} transactions of pgbench failed");
        Ok(Run {
            rate: value("tps = ")?.parse()?,
            latencies: Histogram::new(3)?,
        })
    }
}

/// What makes the tables. Keys are numbers, so that a script can choose one.
fn tables(schema: &str) -> String {
    let likes = ["instance", "user", "audit", "audit_chain"]
        .map(|table| format!(r#"CREATE TABLE {SCHEMA}."{table}" (LIKE {schema}."{table}" INCLUDING ALL)"#));
    let clients = CLIENTS - 1;
    [
        format!("CREATE SCHEMA {SCHEMA}"),
        likes.join("; "),
        format!("INSERT INTO {SCHEMA}.instance SELECT * FROM {schema}.instance"),
        format!(
            r#"INSERT INTO {SCHEMA}."user" SELECT int8send(row_number() OVER ()), version, body FROM {schema}."user""#
        ),
        format!(
            "INSERT INTO {SCHEMA}.audit_chain SELECT number::text, number, 0, sha256('roster'), 0, false, now(), 0 \
             FROM generate_series(0, {clients}) AS number"
        ),
        "VACUUM ANALYZE".to_owned(),
    ]
    .join(";\n")
}
