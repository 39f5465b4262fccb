//! What becomes of work when the database cannot be reached, and who is believed to be it.

use std::time::Duration;

use roster_private_postgres::Proxy;
use roster_store::{Store, StoreError};
use roster_store_postgres::{Options, PostgresStore, Settings, cluster};

use crate::work::{count_up, current, ended, give, insert, keep, read, verified};

/// Short, so that no test waits long for what does not come.
pub(crate) const PATIENCE: Duration = Duration::from_secs(2);

/// A place on the way through a network, and the same place without it.
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
        let settings = Settings::parse(&self.url, None, PATIENCE).expect("a URL");
        PostgresStore::open(settings, &Options::of_connections(3)).expect("a store")
    }
}

/// A place by another host and port.
fn over_tcp(url: &str, host: &str, port: u16) -> String {
    let (_, parameters) = url.split_once('?').expect("parameters");
    let kept: Vec<_> = parameters
        .split('&')
        .filter(|parameter| !parameter.starts_with("host=") && !parameter.starts_with("port="))
        .collect();
    format!("postgres://roster@{host}:{port}/postgres?{}", kept.join("&"))
}

#[test]
fn work_fails_while_the_database_is_out_of_reach_and_goes_on_when_it_is_back() {
    let place = Place::new();
    let store = place.open();
    keep(&store, insert("counter".to_owned(), vec![]));

    place.proxy.cut();
    let failed = give(&store, count_up("counter")).recv().expect("an end");
    assert!(matches!(failed, Err(StoreError::Engine(_))), "{failed:?}");
    assert!(!store.is_reachable());
    let figures = store.figures();
    assert_eq!(figures.failed_commits, 1);
    assert!(figures.lost_connections >= 1);

    place.proxy.mend();
    assert_eq!(keep(&store, count_up("counter")), 1);
    assert!(store.is_reachable());
    assert_eq!(read(&store, current("counter")), 1);
    drop(store);
    assert_eq!(verified(&place.direct), 2);
}

#[test]
fn what_was_committed_without_an_answer_is_found_and_not_done_twice() {
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
fn what_was_not_committed_is_done_again_and_only_once() {
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

/// Whether a store can be opened, and how many of its connections are encrypted.
fn opened(host: &str, parameters: &str) -> Result<i64, String> {
    let direct = cluster::place();
    let url = format!("{}&{parameters}", over_tcp(&direct, host, cluster::port()));
    let settings = Settings::parse(&url, None, PATIENCE).map_err(|reason| reason.to_string())?;
    let store =
        PostgresStore::open(settings, &Options::of_connections(3)).map_err(|error| error.to_string())?;
    keep(&store, insert("counter".to_owned(), vec![]));
    Ok(cluster::encrypted(&direct))
}

#[test]
fn a_server_is_believed_as_far_as_the_mode_says() {
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
fn the_host_that_answers_is_taken() {
    let direct = cluster::place();
    let nobody = std::net::TcpListener::bind("127.0.0.1:0")
        .expect("a port")
        .local_addr();
    let nobody = nobody.expect("an address").port();
    let port = cluster::port();
    let url = over_tcp(&direct, &format!("localhost:{nobody},localhost"), port);
    let settings = Settings::parse(&url, None, PATIENCE).expect("a URL");

    let store = PostgresStore::open(settings, &Options::of_connections(3)).expect("a store");

    keep(&store, insert("counter".to_owned(), vec![]));
}

#[test]
fn a_host_that_says_nothing_leaves_time_for_the_next() {
    let direct = cluster::place();
    let silent = Proxy::to(cluster::port());
    silent.swallow();
    let hosts = format!("127.0.0.1:{},127.0.0.1", silent.port());
    let url = over_tcp(&direct, &hosts, cluster::port());
    let settings = Settings::parse(&url, None, PATIENCE).expect("a URL");

    let store = PostgresStore::open(settings, &Options::of_connections(3)).expect("a store");

    keep(&store, insert("counter".to_owned(), vec![]));
}

#[test]
fn a_server_that_is_not_there_is_told_in_time() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0")
        .expect("a port")
        .local_addr();
    let url = format!("postgres://roster@{}/postgres", nobody.expect("an address"));
    let settings = Settings::parse(&url, None, PATIENCE).expect("a URL");

    let refusal = PostgresStore::open(settings, &Options::default())
        .err()
        .expect("a refusal");

    assert!(refusal.to_string().contains("cannot be reached"), "{refusal}");
}
