//! An unreachable database, and the verification of its server.

use std::sync::Arc;
use std::time::Duration;

use roster_domain::clock::SystemClock;
use roster_private_postgres::Proxy;
use roster_store::{Store, StoreError};
use roster_store_postgres::{Options, PostgresStore, Settings, cluster};

use crate::work::{count_up, current, ended, give, insert, keep, read, verified};

/// Short, because some tests wait for it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(2);

/// A schema behind a proxy, and the URL without the proxy.
struct Place {
    proxy: Proxy,
    url: String,
    direct: String,
}

impl Place {
    fn new() -> Self {
        let direct = cluster::place();
        let proxy = Proxy::to(cluster::port());
        let url = over_tcp(&direct, "127.0.0.1", proxy.port());
        Self { proxy, url, direct }
    }

    fn open(&self) -> PostgresStore {
        let settings = Settings::parse(&self.url, None, PATIENCE, Arc::new(SystemClock)).expect("a URL");
        PostgresStore::open(settings, &Options::of_connections(3)).expect("a store")
    }
}

/// The URL with another host and port.
fn over_tcp(url: &str, host: &str, port: u16) -> String {
    let (_, parameters) = url.split_once('?').expect("parameters");
    let kept: Vec<_> = parameters
        .split('&')
        .filter(|parameter| !parameter.starts_with("host=") && !parameter.starts_with("port="))
        .collect();
    format!("postgres://roster@{host}:{port}/postgres?{}", kept.join("&"))
}

#[test]
fn work_fails_while_the_database_is_unreachable_and_succeeds_afterwards() {
    let place = Place::new();
    let store = place.open();
    keep(&store, insert("counter".to_owned(), vec![]));

    place.proxy.cut();
    let failed = give(&store, count_up("counter")).recv().expect("an end");
    assert!(matches!(failed, Err(StoreError::Engine(_))), "{failed:?}");
    assert!(!store.is_reachable());
    let metrics = store.metrics();
    assert_eq!(metrics.failed_commits, 1);
    assert!(metrics.lost_connections >= 1);

    place.proxy.mend();
    assert_eq!(keep(&store, count_up("counter")), 1);
    assert!(store.is_reachable());
    assert_eq!(read(&store, current("counter")), 1);
    drop(store);
    assert_eq!(verified(&place.direct), 2);
}

#[test]
fn a_commit_without_an_answer_is_found_and_not_repeated() {
    let place = Place::new();
    let (store, witness) = (
        place.open(),
        PostgresStore::open(cluster::settings(&place.direct), &Options::of_connections(3)).expect("a store"),
    );
    keep(&store, insert("counter".to_owned(), vec![]));
    keep(&store, count_up("counter"));

    place.proxy.grow_deaf_after(b"SET LOCAL statement_timeout");
    let second = give(&store, count_up("counter"));
    while read(&witness, current("counter")) < 2 {}
    place.proxy.mend();

    assert_eq!(ended(&second), 2);
    assert_eq!(read(&store, current("counter")), 2);
    drop((store, witness));
    assert_eq!(verified(&place.direct), 3);
}

#[test]
fn work_that_was_not_committed_runs_again_once() {
    let place = Place::new();
    let store = place.open();
    keep(&store, insert("counter".to_owned(), vec![]));
    keep(&store, count_up("counter"));

    // What is read does not come back either: the batch is lost before it is written.
    place.proxy.grow_deaf_after(b"READ ONLY");
    let second = give(&store, count_up("counter"));
    let third = give(&store, count_up("counter"));
    cluster::cut(&place.direct);
    place.proxy.mend();

    assert_eq!((ended(&second), ended(&third)), (2, 3));
    drop(store);
    assert_eq!(verified(&place.direct), 4);
}

/// Opens a store; returns how many of its connections are encrypted.
fn opened(host: &str, parameters: &str) -> Result<i64, String> {
    let direct = cluster::place();
    let url = format!("{}&{parameters}", over_tcp(&direct, host, cluster::port()));
    let settings =
        Settings::parse(&url, None, PATIENCE, Arc::new(SystemClock)).map_err(|reason| reason.to_string())?;
    let store =
        PostgresStore::open(settings, &Options::of_connections(3)).map_err(|error| error.to_string())?;
    keep(&store, insert("counter".to_owned(), vec![]));
    Ok(cluster::encrypted(&direct))
}

#[test]
fn the_server_is_verified_as_sslmode_says() {
    let trusted = format!("sslrootcert={}", cluster::certificate());
    let ask = |host, mode: &str, more: &str| opened(host, &format!("sslmode={mode}&{more}"));

    assert_eq!(ask("localhost", "disable", ""), Ok(0));
    assert!(ask("localhost", "require", "").expect("anyone is believed") > 0);
    assert!(ask("localhost", "verify-full", &trusted).expect("it is who it says") > 0);
    assert!(ask("127.0.0.1", "verify-ca", &trusted).expect("of another name") > 0);
    for (host, mode, more) in [
        ("127.0.0.1", "verify-full", trusted.as_str()),
        ("localhost", "verify-full", "sslrootcert=system"),
        ("localhost", "verify-ca", "sslrootcert=system"),
    ] {
        let refusal = ask(host, mode, more).expect_err("nobody vouches for it");
        assert!(refusal.contains("certificate"), "{refusal}");
    }
}

#[test]
fn the_host_that_answers_is_used() {
    let direct = cluster::place();
    let nobody = std::net::TcpListener::bind("127.0.0.1:0")
        .expect("a port")
        .local_addr();
    let nobody = nobody.expect("an address").port();
    let port = cluster::port();
    let url = over_tcp(&direct, &format!("localhost:{nobody},localhost"), port);
    let settings = Settings::parse(&url, None, PATIENCE, Arc::new(SystemClock)).expect("a URL");

    let store = PostgresStore::open(settings, &Options::of_connections(3)).expect("a store");

    keep(&store, insert("counter".to_owned(), vec![]));
}

#[test]
fn a_host_that_does_not_answer_leaves_time_for_the_next() {
    let direct = cluster::place();
    let silent = Proxy::to(cluster::port());
    silent.swallow();
    let hosts = format!("127.0.0.1:{},127.0.0.1", silent.port());
    let url = over_tcp(&direct, &hosts, cluster::port());
    let settings = Settings::parse(&url, None, PATIENCE, Arc::new(SystemClock)).expect("a URL");

    let store = PostgresStore::open(settings, &Options::of_connections(3)).expect("a store");

    keep(&store, insert("counter".to_owned(), vec![]));
}

#[test]
fn an_unreachable_server_is_reported_in_time() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0")
        .expect("a port")
        .local_addr();
    let url = format!("postgres://roster@{}/postgres", nobody.expect("an address"));
    let settings = Settings::parse(&url, None, PATIENCE, Arc::new(SystemClock)).expect("a URL");

    let refusal = PostgresStore::open(settings, &Options::default())
        .err()
        .expect("a refusal");

    assert!(refusal.to_string().contains("cannot be reached"), "{refusal}");
}
