//! Databases for tests: a schema for each test, in the cluster that `cargo xtask test` starts.

use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use roster_domain::clock::SystemClock;
use roster_domain::random::SystemEntropy;
use tokio::sync::oneshot;
use tokio_postgres::{Client, NoTls};

use crate::runtime::block_on;
use crate::settings::Settings;
use crate::unique_number::unique_number;

pub use crate::queued_work::FatalPanic;

/// The variable with the URL of a cluster for tests.
pub const VARIABLE: &str = "ROSTER_TEST_POSTGRES";

/// The URL of the cluster, if there is one.
#[allow(clippy::disallowed_methods, reason = "how xtask passes it to tests")]
pub fn url() -> Option<String> {
    std::env::var(VARIABLE).ok()
}

/// Makes a new schema in the cluster; returns its URL.
///
/// # Panics
///
/// If there is no cluster.
pub fn place() -> String {
    let cluster = url().expect("cargo xtask test starts a cluster, and names it in ROSTER_TEST_POSTGRES");
    let schema = format!("test_{:016x}", unique_number(&SystemEntropy::default()));
    sql(&cluster, &format!("CREATE SCHEMA {schema}"));
    format!("{cluster}&options=-csearch_path%3D{schema}&application_name={schema}")
}

/// The settings for a URL.
///
/// # Panics
///
/// If the URL is not valid.
pub fn settings(url: &str) -> Settings {
    Settings::parse(url, None, Duration::from_secs(10), Arc::new(SystemClock)).expect("a URL")
}

/// Runs commands beside the engine.
///
/// # Panics
///
/// If that fails.
pub fn sql(url: &str, commands: &str) {
    let commands = commands.to_owned();
    query(url, async move |client| client.batch_execute(&commands).await);
}

/// A transaction beside the engine that is open until it is committed.
pub struct OpenTransaction {
    commit: oneshot::Sender<()>,
    running: JoinHandle<()>,
}

/// Runs commands in a transaction that stays open.
///
/// # Panics
///
/// If that fails.
pub fn begin(url: &str, commands: &str) -> OpenTransaction {
    let (url, commands) = (url.to_owned(), format!("BEGIN; {commands}"));
    let (begun, has_begun) = mpsc::channel();
    let (commit, is_over) = oneshot::channel();
    let running = thread::spawn(move || {
        query(&url, async move |client| {
            client.batch_execute(&commands).await?;
            begun.send(()).expect("a test that waits");
            is_over.await.expect("a test that commits");
            client.batch_execute("COMMIT").await
        });
    });
    has_begun.recv().expect("a transaction");
    OpenTransaction { commit, running }
}

impl OpenTransaction {
    /// Commits it.
    ///
    /// # Panics
    ///
    /// If that fails.
    pub fn commit(self) {
        self.commit.send(()).expect("a transaction");
        self.running.join().expect("a thread that ends");
    }
}

/// How many connections with this URL wait for a lock.
///
/// # Panics
///
/// If that fails.
pub fn waiting(url: &str) -> i64 {
    let sql = "SELECT count(*) FROM pg_stat_activity \
        WHERE application_name = current_setting('application_name') AND wait_event_type = 'Lock'";
    query(url, async |client| client.query_one(sql, &[]).await?.try_get(0))
}

/// Terminates every other connection with this URL; returns how many there were.
///
/// # Panics
///
/// If that fails.
pub fn cut(url: &str) -> i64 {
    let sql = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
        WHERE application_name = current_setting('application_name') AND pid <> pg_backend_pid()";
    query(url, async |client| client.query_one(sql, &[]).await?.try_get(0))
}

fn query<T: Send + 'static>(
    url: &str,
    ask: impl AsyncFnOnce(Client) -> Result<T, tokio_postgres::Error> + Send + 'static,
) -> T {
    let url = url.to_owned();
    // The caller's thread may run a runtime, which must not be entered twice.
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

/// How many other connections to this schema are encrypted.
///
/// # Panics
///
/// If that fails.
pub fn encrypted(url: &str) -> i64 {
    let sql = "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) \
        WHERE ssl AND application_name = current_setting('application_name')";
    query(url, async |client| client.query_one(sql, &[]).await?.try_get(0))
}

/// How many rows of a table were read by sequential scans of connections with this URL. Waits until those are closed.
///
/// # Panics
///
/// If that fails.
pub fn read_through(url: &str, table: &str) -> i64 {
    let others = "SELECT count(*) FROM pg_stat_activity \
        WHERE application_name = current_setting('application_name') AND pid <> pg_backend_pid()";
    while query(url, async |client| {
        client.query_one(others, &[]).await?.try_get::<_, i64>(0)
    }) > 0
    {}
    let read =
        "SELECT seq_tup_read FROM pg_stat_user_tables WHERE schemaname = current_schema() AND relname = $1";
    let table = table.to_owned();
    query(url, async move |client| {
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

/// A parameter of the cluster's URL.
fn parameter(name: &str) -> String {
    let url = url().expect("a cluster");
    let (_, parameters) = url.split_once('?').expect("parameters");
    let mut parameters = parameters
        .split('&')
        .filter_map(|parameter| parameter.split_once('='));
    let found = parameters.find(|(known, _)| *known == name);
    found.expect("host and port are parameters").1.to_owned()
}
