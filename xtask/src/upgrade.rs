//! `cargo xtask upgrade`: servers of an earlier revision and of this one on the same records, on both engines.

mod server;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Error, Result, ensure};
use clap::Args;
use roster_private_postgres::Plan;
use serde_json::Value;

use self::server::{Server, Version};
use crate::shell::{Program, cargo, target};

/// How many users there are.
const USERS: usize = 20;
/// What an older version says that must not write to what a newer one has written.
const OLDER_REFUSES: &str = "a newer roster";
/// What a newer version says that must not start beside an older one.
const NEWER_REFUSES: &str = "a server of an older version writes to it";

#[derive(Args)]
pub(crate) struct Arguments {
    /// The earlier revision, such as the tag of the last release
    #[arg(long, value_name = "REVISION")]
    from: String,
    /// Take this binary of the earlier revision, and build none
    #[arg(long, value_name = "FILE")]
    older: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let home = target().join("upgrade");
    fs::create_dir_all(&home)?;
    let older = Version {
        name: format!("roster of {}", arguments.from),
        binary: match &arguments.older {
            Some(binary) => fs::canonicalize(binary)?,
            None => build_earlier(&arguments.from, &home)?,
        },
    };
    cargo(&["build", "--locked", "--package", "roster"]).run()?;
    let newer = Version {
        name: "roster of today".to_owned(),
        binary: target().join("debug/roster"),
    };
    let versions = [older, newer];
    on_engine("SQLite", &versions, None)?;
    let cluster = Plan::default().start()?;
    on_engine("PostgreSQL", &versions, Some(&cluster.url()))
}

/// Builds an earlier revision in a clone of its own. Returns the binary.
fn build_earlier(revision: &str, home: &Path) -> Result<PathBuf> {
    let tree = home.join("tree");
    if tree.exists() {
        fs::remove_dir_all(&tree)?;
    }
    Program::new("git")
        .args(&["clone", "--quiet", "--no-checkout", "."])
        .arg(&tree)
        .run()?;
    Program::new("git")
        .args(&["checkout", "--quiet", "--detach", revision])
        .current_dir(&tree)
        .run()?;
    let built = home.join("build");
    cargo(&["build", "--locked", "--package", "roster"])
        .current_dir(&tree)
        .env("CARGO_TARGET_DIR", &built)
        .run()?;
    Ok(built.join("debug/roster"))
}

/// Tries the upgrade with records in a data directory or in a database.
fn on_engine(engine: &str, [older, newer]: &[Version; 2], database: Option<&str>) -> Result<()> {
    let say = |what: &str| println!("upgrade, {engine}: {what}");
    let home = tempfile::tempdir()?;
    let data = |name: &str| home.path().join(name);
    say("the older server makes users");
    let server = older.serve(&data("one"), database)?;
    let instance = Instance::make(&server)?;
    instance.change_each("OLDER", &server, &server)?;
    server.stop()?;
    let place = place_of(&data("one"), database)?;
    let head = audit(older, "head", &place, None)?;

    if database.is_some() {
        // A second server has the same keys.
        copy_folder(&data("one"), &data("two"))?;
        let server = older.serve(&data("one"), database)?;
        match newer.serve(&data("two"), database) {
            Ok(beside) => {
                say("a newer server beside an older one: each changes what the other has written");
                instance.change_each("NEWER", &beside, &server)?;
                instance.change_each("OLDER AGAIN", &server, &beside)?;
                beside.stop()?;
            }
            Err(error) => {
                require(&error, NEWER_REFUSES)?;
                say(&format!("no rolling upgrade: {error:#}"));
            }
        }
        server.stop()?;
    }
    say("the newer server in the place of the older one");
    let server = newer.serve(&data("one"), database)?;
    instance.change_each("NEW", &server, &server)?;
    server.stop()?;

    match older.serve(&data("one"), database) {
        Ok(server) => {
            say("the way back: the older version serves");
            instance.change_each("BACK", &server, &server)?;
            server.stop()?;
        }
        Err(error) => {
            require(&error, OLDER_REFUSES)?;
            say(&format!("no way back but a backup: {error:#}"));
        }
    }
    let server = newer.serve(&data("one"), database)?;
    instance.change_each("LAST", &server, &server)?;
    server.stop()?;
    let verified = audit(newer, "verify", &place, Some(head.trim()))?;
    say(&format!("the audit verifies: {}", verified.trim()));
    Ok(())
}

/// Fails unless a server has refused to start with these words.
fn require(error: &Error, words: &str) -> Result<()> {
    let error = format!("{error:#}");
    ensure!(error.contains(words), "{error}");
    Ok(())
}

/// The instance with the users.
struct Instance {
    id: String,
    users: Vec<String>,
}

impl Instance {
    fn make(server: &Server) -> Result<Self> {
        let made = server.call(
            "create-instance",
            &[
                "--identity-management-type",
                "SAML",
                "--instance-alias",
                "upgrade",
                "--inbound-calls-enabled",
                "--outbound-calls-enabled",
            ],
        )?;
        let id = text(&made["Id"])?;
        let first = |operation: &str, list: &str| -> Result<String> {
            text(&server.call(operation, &["--instance-id", &id])?[list][0]["Id"])
        };
        let security = first("list-security-profiles", "SecurityProfileSummaryList")?;
        let routing = first("list-routing-profiles", "RoutingProfileSummaryList")?;
        let mut users = Vec::new();
        for number in 0..USERS {
            let username = format!("agent{number}@example.com");
            let made = server.call(
                "create-user",
                &[
                    "--instance-id",
                    &id,
                    "--username",
                    &username,
                    "--identity-info",
                    "FirstName=Ana,LastName=FIRST",
                    "--phone-config",
                    "PhoneType=SOFT_PHONE",
                    "--security-profile-ids",
                    &security,
                    "--routing-profile-id",
                    &routing,
                ],
            )?;
            users.push(text(&made["UserId"])?);
        }
        Ok(Self { id, users })
    }

    /// Changes every user's name at one server, and sees the change at another.
    fn change_each(&self, last_name: &str, at: &Server, seen_at: &Server) -> Result<()> {
        for user in &self.users {
            let of_user = ["--instance-id", &self.id, "--user-id", user];
            let identity = format!("FirstName=Ana,LastName={last_name:?}");
            at.call(
                "update-user-identity-info",
                &[&of_user[..], &["--identity-info", &identity]].concat(),
            )?;
            let seen = seen_at.call("describe-user", &of_user)?;
            let seen = &seen["User"]["IdentityInfo"]["LastName"];
            ensure!(
                seen == last_name,
                "{} shows {seen} and not {last_name}, which {} has written",
                seen_at.name(),
                at.name()
            );
        }
        Ok(())
    }
}

fn text(value: &Value) -> Result<String> {
    value.as_str().map(str::to_owned).context("an answer has no id")
}

/// The arguments that say where the audit is.
fn place_of(data: &Path, database: Option<&str>) -> Result<Vec<String>> {
    let data = data.to_str().context("the path is no text")?;
    let mut place = vec!["--data-dir".to_owned(), data.to_owned()];
    place.extend(
        database
            .into_iter()
            .flat_map(|database| ["--database".to_owned(), database.to_owned()]),
    );
    Ok(place)
}

fn audit(version: &Version, command: &str, place: &[String], head: Option<&str>) -> Result<String> {
    let mut arguments = vec!["audit", command];
    arguments.extend(place.iter().map(String::as_str));
    arguments.extend(head.into_iter().flat_map(|head| ["--head", head]));
    version.run(&arguments)
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    Program::new("cp").args(&["-a"]).arg(from).arg(to).run()
}
