//! A private PostgreSQL for the bench, and statements that it runs besides Roster's.

use std::path::Path;
use std::process::{Command, Stdio};
use std::rc::Rc;

use anyhow::{Context, bail};
use roster_private_postgres::{Cluster, Plan};

/// What is not as PostgreSQL comes: its buffers are made for a machine with less memory, and its log for
/// one that writes less. Commits are as durable as ever.
const SETTINGS: &[(&str, &str)] = &[("shared_buffers", "1GB"), ("max_wal_size", "8GB")];

/// A running cluster. It ends with the last clone.
#[derive(Clone)]
pub(super) struct Postgres(Rc<Cluster>);

impl Postgres {
    pub(super) fn start() -> anyhow::Result<Self> {
        let settings = SETTINGS.iter();
        let plan = settings.fold(Plan::default(), |plan, (name, value)| plan.setting(name, value));
        Ok(Self(Rc::new(plan.start()?)))
    }

    /// What it is, and how it is set up.
    pub(super) fn description(&self) -> anyhow::Result<String> {
        let version = self.sql("SHOW server_version")?;
        let settings = SETTINGS.iter().map(|(name, value)| format!("{name} = {value}"));
        let settings = settings.collect::<Vec<_>>().join(", ");
        Ok(format!(
            "PostgreSQL {version} with {settings}, and otherwise as it comes"
        ))
    }

    pub(super) fn url(&self) -> String {
        self.0.url()
    }

    /// Makes a schema, and gives a URL that leads into it.
    pub(super) fn make_schema(&self, name: &str) -> anyhow::Result<String> {
        self.sql(&format!("CREATE SCHEMA {name}"))?;
        Ok(format!("{}&options=-csearch_path%3D{name}", self.url()))
    }

    /// How much of the disk a schema takes, in bytes.
    pub(super) fn size(&self, schema: &str) -> anyhow::Result<u64> {
        let size = self.sql(&format!(
            "SELECT sum(pg_total_relation_size(oid)) FROM pg_class \
             WHERE relkind = 'r' AND relnamespace = '{schema}'::regnamespace"
        ))?;
        Ok(size.parse()?)
    }

    /// One of PostgreSQL's programs.
    pub(super) fn program(&self, name: &str) -> Command {
        self.0.program(name)
    }

    /// The folder of the cluster, which its owner can read.
    pub(super) fn folder(&self) -> &Path {
        self.0.folder()
    }

    /// Runs SQL, and returns its answer: one value at most.
    pub(super) fn sql(&self, sql: &str) -> anyhow::Result<String> {
        let mut psql = self.program("psql");
        psql.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align"])
            .args(["--set", "ON_ERROR_STOP=1"]);
        for command in sql.split(";\n") {
            psql.args(["--command", command]);
        }
        Ok(output(psql.arg(self.url()))?.trim().to_owned())
    }
}

/// Runs a program, which must succeed, and returns its output.
pub(super) fn output(command: &mut Command) -> anyhow::Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot run {}", command.get_program().display()))?;
    if !output.status.success() {
        bail!("{command:?} failed:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8(output.stdout)?)
}
