//! Users to measure with, made by roster itself through its API.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use serde_json::Value;

use super::contents::{Contents, SAMPLE, new_user};
use super::http::Target;
use super::load::{CONNECTIONS, Load, Traffic};
use super::postgres::Postgres;
use super::server::{Server, empty};

/// A data directory full of users, with no server on it.
pub(super) struct Directory {
    pub(super) path: PathBuf,
    /// The database that has the users, if the directory itself has not.
    pub(super) database: Option<String>,
    pub(super) contents: Contents,
}

impl Directory {
    /// Makes users, or takes those that an earlier run has made.
    pub(super) fn of(roster: &Path, home: &Path, count: u64, reuse: bool) -> anyhow::Result<Self> {
        let path = home.join(format!("users-{count}"));
        if reuse && let Ok(contents) = std::fs::read(path.join(CONTENTS)) {
            let contents = serde_json::from_slice(&contents)?;
            return Ok(Self {
                path,
                database: None,
                contents,
            });
        }
        let mut directory = Self::made(roster, path, None, count)?;
        directory.contents.disk_bytes = size(&directory.path)?;
        let contents = serde_json::to_vec(&directory.contents)?;
        std::fs::write(directory.path.join(CONTENTS), contents)?;
        Ok(directory)
    }

    /// Makes users in a schema of a database, which has none.
    pub(super) fn in_schema(
        roster: &Path,
        home: &Path,
        count: u64,
        (postgres, schema): (&Postgres, &str),
    ) -> anyhow::Result<Self> {
        let path = home.join(format!("{schema}-in-database"));
        let url = postgres.make_schema(schema)?;
        let mut directory = Self::made(roster, path, Some(url), count)?;
        // Otherwise this would happen by itself within a minute, beside what is measured.
        postgres.sql("VACUUM ANALYZE;\nCHECKPOINT")?;
        directory.contents.disk_bytes = postgres.size(schema)?;
        Ok(directory)
    }

    fn made(roster: &Path, path: PathBuf, database: Option<String>, count: u64) -> anyhow::Result<Self> {
        println!("Making {count} users …");
        let mut directory = Self {
            path: empty(path)?,
            database,
            contents: Contents::default(),
        };
        // Signatures are not measured here.
        let server = directory.serve(roster, &["--access", "off", "--log-level", "error"])?;
        directory.contents = fill(&server, "bench", count)?;
        server.stop()?;
        Ok(directory)
    }

    /// A server on it.
    pub(super) fn serve(&self, roster: &Path, flags: &[&str]) -> anyhow::Result<Server> {
        let database = self.database.iter().flat_map(|url| ["--database", url]);
        let flags: Vec<_> = database.chain(flags.iter().copied()).collect();
        Server::start(roster, &self.path, &flags)
    }

    /// Removes it from the disk.
    pub(super) fn remove(self) -> anyhow::Result<()> {
        std::fs::remove_dir_all(&self.path).with_context(|| format!("cannot remove {}", self.path.display()))
    }

    /// Where a copy is.
    pub(super) fn copy_path(&self, name: &str) -> PathBuf {
        self.path.with_file_name(COPIES).join(name)
    }

    /// The same users once more.
    pub(super) fn copy(&self, name: &str) -> anyhow::Result<PathBuf> {
        let copy = empty(self.copy_path(name))?;
        for entry in std::fs::read_dir(&self.path)? {
            let entry = entry?;
            std::fs::copy(entry.path(), copy.join(entry.file_name()))
                .with_context(|| format!("cannot copy {}", entry.path().display()))?;
        }
        Ok(copy)
    }
}

/// Where the copies are.
const COPIES: &str = "copies";

/// Removes all copies, which are not needed after a run.
pub(super) fn remove_copies(home: &Path) -> anyhow::Result<()> {
    let copies = home.join(COPIES);
    std::fs::remove_dir_all(&copies).with_context(|| format!("cannot remove {}", copies.display()))
}

/// The file that describes a directory, for the next run.
const CONTENTS: &str = "contents.json";

/// Makes a SAML instance with users, on a server that checks no signatures.
pub(super) fn fill(server: &Server, alias: &str, count: u64) -> anyhow::Result<Contents> {
    create_users(server, &new_instance("SAML", alias), "", (count, CONNECTIONS))
}

/// The same with a CONNECT_MANAGED instance, whose users have passwords, and one caller.
pub(super) fn fill_with_passwords(server: &Server, alias: &str, count: u64) -> anyhow::Result<Contents> {
    let password = r#""Password":"Tr0ub4dor-and-3","#;
    create_users(
        server,
        &new_instance("CONNECT_MANAGED", alias),
        password,
        (count, 1),
    )
}

/// Makes an instance with users that have these further members.
fn create_users(
    server: &Server,
    instance: &str,
    members: &str,
    (count, connections): (u64, usize),
) -> anyhow::Result<Contents> {
    let target = Target {
        key: None,
        ..server.target.clone()
    };
    let mut client = Load::connect(target.address, 1)?;
    let instance = string(&client.ask(&target, "PUT", "/instance", instance)?, "Id")?;
    let security = first(
        &client.ask(
            &target,
            "GET",
            &format!("/security-profiles-summary/{instance}"),
            "",
        )?,
        "SecurityProfileSummaryList",
    )?;
    let routing = first(
        &client.ask(
            &target,
            "GET",
            &format!("/routing-profiles-summary/{instance}"),
            "",
        )?,
        "RoutingProfileSummaryList",
    )?;

    let profiles = format!(r#"{members}"SecurityProfileIds":["{security}"],"RoutingProfileId":"{routing}""#);
    let mut creating = Creating {
        target: &target,
        path: format!("/users/{instance}"),
        profiles: &profiles,
        request: Vec::new(),
        sent: 0,
        count,
        sample: Sample::of(count),
    };
    let start = Instant::now();
    Load::connect(target.address, connections)?.run(&mut creating, Duration::MAX)?;
    let seconds = start.elapsed().as_secs_f64();
    let users = creating.sample.shuffled();
    Ok(Contents {
        instance,
        profiles,
        users,
        count,
        seconds,
        disk_bytes: 0,
    })
}

/// How large the files of a folder are together.
fn size(folder: &Path) -> anyhow::Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        bytes += entry?.metadata()?.len();
    }
    Ok(bytes)
}

/// The body of a request for an instance. Users of SAML have no password, whose hash costs what it must.
pub(super) fn new_instance(kind: &str, alias: &str) -> String {
    format!(
        r#"{{"IdentityManagementType":"{kind}","InstanceAlias":"{alias}","InboundCallsEnabled":true,"OutboundCallsEnabled":true}}"#
    )
}

fn string(value: &Value, member: &str) -> anyhow::Result<String> {
    let text = value[member].as_str();
    text.map(str::to_owned)
        .with_context(|| format!("an answer has no {member}"))
}

fn first(value: &Value, list: &str) -> anyhow::Result<String> {
    string(&value[list][0], "Id")
}

/// `CreateUser`, again and again.
struct Creating<'t> {
    target: &'t Target,
    path: String,
    profiles: &'t str,
    request: Vec<u8>,
    sent: u64,
    count: u64,
    sample: Sample,
}

impl Traffic for Creating<'_> {
    fn next(&mut self) -> anyhow::Result<Option<&[u8]>> {
        if self.sent == self.count {
            return Ok(None);
        }
        let number = self.sent;
        self.sent += 1;
        if self.sent.is_multiple_of(1_000_000) {
            println!("  {} of {} users", self.sent, self.count);
        }
        let body = new_user(number, self.profiles);
        self.request = self.target.request("PUT", &self.path, &body)?;
        Ok(Some(&self.request))
    }

    fn answered(&mut self, body: &[u8]) -> anyhow::Result<()> {
        self.sample.offer(|| {
            let answer: Value = serde_json::from_slice(body)?;
            string(&answer, "UserId")
        })
    }
}

/// Some of the values that are offered, evenly spread.
struct Sample {
    step: u64,
    offered: u64,
    taken: Vec<String>,
}

impl Sample {
    fn of(count: u64) -> Self {
        Self {
            step: (count / SAMPLE as u64).max(1),
            offered: 0,
            taken: Vec::new(),
        }
    }

    fn offer(&mut self, what: impl FnOnce() -> anyhow::Result<String>) -> anyhow::Result<()> {
        self.offered += 1;
        if self.offered.is_multiple_of(self.step) && self.taken.len() < SAMPLE {
            self.taken.push(what()?);
        }
        Ok(())
    }

    /// What was taken, in random order: ids are random, so an order of theirs will do.
    fn shuffled(mut self) -> Vec<String> {
        self.taken
            .sort_by(|one, other| one.bytes().rev().cmp(other.bytes().rev()));
        self.taken
    }
}

impl Load {
    /// Sends one request, and returns its answer.
    pub(super) fn ask(
        &mut self,
        target: &Target,
        method: &str,
        path: &str,
        body: &str,
    ) -> anyhow::Result<Value> {
        let mut exchange = Exchange {
            request: Some(target.request(method, path, body)?),
            sent: Vec::new(),
            answer: Value::Null,
        };
        self.run(&mut exchange, Duration::ZERO)?;
        ensure!(!exchange.answer.is_null(), "{method} {path} has no answer");
        Ok(exchange.answer)
    }
}

struct Exchange {
    request: Option<Vec<u8>>,
    sent: Vec<u8>,
    answer: Value,
}

impl Traffic for Exchange {
    fn next(&mut self) -> anyhow::Result<Option<&[u8]>> {
        let Some(request) = self.request.take() else {
            return Ok(None);
        };
        self.sent = request;
        Ok(Some(&self.sent))
    }

    fn answered(&mut self, body: &[u8]) -> anyhow::Result<()> {
        self.answer = serde_json::from_slice(body)?;
        Ok(())
    }
}
