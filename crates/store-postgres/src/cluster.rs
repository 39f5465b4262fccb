//! Places to test in: the cluster that `cargo xtask test` starts, a schema for each test.

use std::thread;

use roster_domain::random::SystemEntropy;
use tokio_postgres::NoTls;

use crate::chain::number;
use crate::store::block_on;

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
    format!("{cluster}&options=-csearch_path%3D{schema}")
}

/// Does something behind the engine's back.
///
/// # Panics
///
/// If it cannot be done.
pub fn sql(url: &str, commands: &str) {
    let (url, commands) = (url.to_owned(), commands.to_owned());
    let done = thread::spawn(move || {
        block_on(async {
            let (client, connection) = tokio_postgres::connect(&url, NoTls).await?;
            tokio::spawn(connection);
            client.batch_execute(&commands).await
        })
    });
    let done = done.join().expect("a thread that ends").expect("a runtime");
    done.expect("commands that the cluster takes");
}
