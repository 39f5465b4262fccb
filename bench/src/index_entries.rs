//! What the entries of an index cost: updates that change them, and filling a whole index.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::contents::Contents;
use super::directory::Directory;
use super::http::Target;
use super::postgres::Postgres;
use super::rounds::Contender;
use super::sqlite_alone::DATABASE;
use super::traffic::Requests;

/// The table of the index of users' terms, which was added after users were stored.
const TABLE: &str = "user_by_term";

/// Updates of numbers, which are in no index, and of both names. Each is of users of its own: an update replaces the
/// whole identity.
pub(super) fn updates(
    target: &Target,
    contents: &Contents,
    name: impl Fn(&str) -> String,
) -> anyhow::Result<Vec<Contender>> {
    let (numbered, named) = contents.users.split_at(contents.users.len() / 2);
    let instance = &contents.instance;
    Ok(vec![
        Contender::new(
            name("updates of numbers"),
            target,
            Requests::update_numbers(target, instance, numbered)?,
        )?,
        Contender::new(
            name("updates of names"),
            target,
            Requests::update_users(target, instance, named)?,
        )?,
    ])
}

/// How long a server takes to start on a directory that lacks the index: it fills it from all users first.
pub(super) fn fill(
    roster: &Path,
    directory: &Directory,
    schema: Option<(&Postgres, &str)>,
) -> anyhow::Result<Duration> {
    match schema {
        Some((postgres, schema)) => {
            postgres.sql(&format!("DROP TABLE {schema}.{TABLE}"))?;
        }
        None => {
            Connection::open(directory.path.join(DATABASE))?.execute_batch(&format!("DROP TABLE {TABLE}"))?;
        }
    }
    let start = Instant::now();
    let server = directory.serve(roster, &["--log-level", "warn"])?;
    let time = start.elapsed();
    server.stop()?;
    Ok(time)
}
