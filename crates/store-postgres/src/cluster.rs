//! Places to test in: the cluster that `cargo xtask test` starts, a schema for each test.

use std::thread;
use std::time::Duration;

use roster_domain::random::SystemEntropy;
use tokio_postgres::{Client, NoTls};

use crate::chain::number;
use crate::settings::Settings;
use crate::store::block_on;

/// What work panics with that is to end the thread which runs it.
pub struct Deadly;

/// The variable with the URL of a cluster whose content nobody needs.
pub const VARIABLE: &str = "ROSTER_TEST_POSTGRES";

/// The URL of the cluster, if there is one.
#[allow(clippy::disallowed_methods, reason = "how a chore tells its tests")]
pub fn url() -> Option<String> {
    std::env::var(VARIABLE).ok()
}

/// A new schema of the cluster; gives a URL that leads into it.
///
/// # Panics
///
/// If there is no cluster.
pub fn place() -> String {
    let cluster = url().expect("cargo xtask test starts a cluster, and names it in ROSTER_TEST_POSTGRES");
    let schema = format!("test_{:016x}", number(&SystemEntropy::default()));
    sql(&cluster, &format!("CREATE SCHEMA {schema}"));
    format!("{cluster}&options=-csearch_path%3D{schema}&application_name={schema}")
}

/// How to reach what a URL names.
///
/// # Panics
///
/// If it names nothing.
pub fn settings(url: &str) -> Settings {
    Settings::parse(url, None, Duration::from_secs(10)).expect("a URL")
}

/// Does something behind the engine's back.
///
/// # Panics
///
/// If it cannot be done.
pub fn sql(url: &str, commands: &str) {
    let commands = commands.to_owned();
    asked(url, async move |client| client.batch_execute(&commands).await);
}

/// Cuts every other connection that was opened with this URL; tells how many there were.
///
/// # Panics
///
/// If it cannot be done.
pub fn cut(url: &str) -> i64 {
    let sql = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
        WHERE application_name = current_setting('application_name') AND pid <> pg_backend_pid()";
    asked(url, async |client| client.query_one(sql, &[]).await?.try_get(0))
}

fn asked<T: Send + 'static>(
    url: &str,
    ask: impl AsyncFnOnce(Client) -> Result<T, tokio_postgres::Error> + Send + 'static,
) -> T {
    let url = url.to_owned();
    // Whoever asks may be in a runtime, which must not be entered twice.
    let answered = thread::spawn(move || {
        block_on(async {
            let (client, connection) = tokio_postgres::connect(&url, NoTls).await?;
            tokio::spawn(connection);
            ask(client).await
        })
    });
    let answered = answered.join().expect("a thread that ends").expect("a runtime");
    answered.expect("an answer of the cluster")
}

/// How many other connections that were opened with this URL, or one that differs in the way only,
/// are encrypted.
///
/// # Panics
///
/// If it cannot be found out.
pub fn encrypted(url: &str) -> i64 {
    let sql = "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) \
        WHERE ssl AND application_name = current_setting('application_name')";
    asked(url, async |client| client.query_one(sql, &[]).await?.try_get(0))
}

/// How many rows of a table were read by reading all of it, by those who have closed their connections
/// with this URL; waits for those who are about to.
///
/// # Panics
///
/// If it cannot be found out.
pub fn read_through(url: &str, table: &str) -> i64 {
    let others = "SELECT count(*) FROM pg_stat_activity \
        WHERE application_name = current_setting('application_name') AND pid <> pg_backend_pid()";
    while asked(url, async |client| {
        client.query_one(others, &[]).await?.try_get::<_, i64>(0)
    }) > 0
    {}
    let read =
        "SELECT seq_tup_read FROM pg_stat_user_tables WHERE schemaname = current_schema() AND relname = $1";
    let table = table.to_owned();
    asked(url, async move |client| {
        client.query_one(read, &[&table]).await?.try_get(0)
    })
}

/// The port on which the cluster listens at 127.0.0.1.
///
/// # Panics
///
/// If there is no cluster.
pub fn port() -> u16 {
    parameter("port").parse().expect("a number")
}

/// The file with the cluster's certificate, which is for `localhost`.
///
/// # Panics
///
/// If there is no cluster.
pub fn certificate() -> String {
    format!("{}/server.pem", parameter("host"))
}

/// What the URL of the cluster says.
fn parameter(name: &str) -> String {
    let url = url().expect("a cluster");
    let (_, parameters) = url.split_once('?').expect("parameters");
    let mut parameters = parameters
        .split('&')
        .filter_map(|parameter| parameter.split_once('='));
    let found = parameters.find(|(known, _)| *known == name);
    found.expect("host and port are parameters").1.to_owned()
}
