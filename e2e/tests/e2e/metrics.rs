//! Metrics, as Prometheus' own parser reads them.

use std::process::Command;

use roster_e2e::{places, setup};
use roster_store_postgres::cluster;
use serde_json::{Value, json};

use crate::harness::{Connection, INSTANCE, MARY, RawRequest, Roster, Start, Wire, finish, identity_info_of};

/// The text at a URL.
struct Metrics(Vec<Value>);

impl Metrics {
    fn read(url: &str) -> Self {
        setup::require().expect("the clients are installed");
        let venv = places::venv().expect("a virtual environment");
        let printed = finish(
            Command::new(venv.join("bin/python"))
                .arg(places::sources().join("clients/metrics.py"))
                .arg(url),
        )
        .printed();
        Self(serde_json::from_str(&printed).expect("samples in JSON"))
    }

    /// Type and value of the only sample with this name and, among others, these labels.
    fn sample(&self, name: &str, labels: &Value) -> (&str, f64) {
        let labels = labels.as_object().expect("labels");
        let found: Vec<_> = self
            .0
            .iter()
            .filter(|sample| sample["name"] == name)
            .filter(|sample| {
                labels
                    .iter()
                    .all(|(label, value)| sample["labels"][label] == *value)
            })
            .collect();
        let [sample] = found[..] else {
            panic!("{} samples of {name} {labels:?}", found.len());
        };
        let kind = sample["type"].as_str().expect("a type");
        (kind, sample["value"].as_f64().expect("a number"))
    }
}

/// Where a server has said its metrics are.
fn text_at(server: &Roster) -> String {
    let mut lines = server.printed().lines();
    let url = lines.find_map(|line| line.strip_prefix("Metrics are at "));
    url.expect("a line that says so").to_owned()
}

fn must_tell(server: &Roster) {
    let wire = Wire::to(server);
    let body = json!({"IdentityInfo": {"FirstName": "Mary", "LastName": "Major"}});
    let update = wire.send("POST", &identity_info_of(INSTANCE, MARY), Some(&body));
    assert_eq!(update.status, 200);

    let metrics = Metrics::read(&text_at(server));

    let updates = json!({"service": "connect", "operation": "UpdateUserIdentityInfo"});
    for (name, labels, kind, value) in [
        ("roster_requests_total", &updates, "counter", 1.0),
        (
            "roster_request_duration_seconds_count",
            &updates,
            "histogram",
            1.0,
        ),
        ("roster_store_reachable", &json!({}), "gauge", 1.0),
        (
            "roster_build_info",
            &json!({"version": env!("CARGO_PKG_VERSION")}),
            "info",
            1.0,
        ),
    ] {
        let sample = metrics.sample(name, labels);
        assert_eq!(sample.0, kind, "{name}");
        assert!((sample.1 - value).abs() < f64::EPSILON, "{name}: {sample:?}");
    }
    for (name, least) in [
        ("process_resident_memory_bytes", 1_000_000.0),
        ("process_start_time_seconds", 1_600_000_000.0),
        ("process_open_fds", 3.0),
        ("roster_store_commit_seconds_count", 1.0),
        ("roster_audit_records_total", 1.0),
    ] {
        let (_, value) = metrics.sample(name, &json!({}));
        assert!(value >= least, "{name}: {value}");
    }
    assert!(metrics.0.iter().all(|sample| sample["help"] != ""));
}

const WATCHED: [&str; 3] = ["--demo", "--metrics-listen", "127.0.0.1:0"];

#[test]
fn prometheus_reads_the_metrics_of_a_server_on_sqlite() {
    must_tell(&Start::with(&WATCHED).start());
}

#[test]
fn prometheus_reads_the_metrics_of_a_server_on_postgresql() {
    let url = cluster::place();
    must_tell(&Start::with(&[&WATCHED[..], &["--database", url.as_str()]].concat()).start());
}

#[test]
fn by_default_metrics_are_at_the_address_of_the_server() {
    let server = Roster::demo();
    assert!(!server.printed().contains("Metrics"));

    let metrics = Metrics::read(&format!("{}/metrics", server.endpoint));

    assert_eq!(metrics.sample("roster_connections", &json!({})), ("gauge", 1.0));
}

#[test]
fn who_watches_cannot_call() {
    let server = Start::with(&WATCHED).start();
    let url = text_at(&server);
    let address = url
        .strip_prefix("http://")
        .and_then(|rest| rest.strip_suffix("/metrics"));
    let mut connection = Connection::to(address.expect("an address")).expect("a connection");

    let mut request = Wire::to(&server).signed("GET", "/instance", None);
    let answer = connection.send(&request).expect("an answer");
    assert_eq!(answer.status, 404);

    request = RawRequest {
        target: "/_roster/health/live".to_owned(),
        ..request
    };
    let answer = connection.send(&request).expect("an answer");
    assert_eq!(
        (answer.status, answer.json()["status"].as_str()),
        (200, Some("alive"))
    );
}
