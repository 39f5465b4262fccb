//! The metrics of a server, as scrapers of several kinds ask for them.

use std::fs;
use std::path::Path;

use crate::server::Server;

/// The value of a series.
fn value(text: &str, series: &str) -> u64 {
    let mut lines = text.lines();
    let value = lines.find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
    value
        .unwrap_or_else(|| panic!("no {series} in {text}"))
        .parse()
        .unwrap()
}

fn metrics(server: &Server) -> String {
    let (status, text) = server.get("/metrics", "");
    assert_eq!(status, 200, "{text}");
    text
}

#[test]
fn a_scraper_gets_the_format_that_it_prefers_at_both_paths() {
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(data.path(), &[]);
    for path in ["/metrics", "/_roster/metrics"] {
        let accept = "Accept: text/plain;version=0.0.4;q=1,*/*;q=0.1\r\n";
        let (status, text) = server.get(path, accept);
        assert_eq!(status, 200);
        assert!(
            text.contains("content-type: text/plain; version=0.0.4; charset=utf-8\r\n"),
            "{text}"
        );
        assert!(
            text.contains("\n# TYPE roster_connections_accepted_total counter\n"),
            "{text}"
        );
        assert!(!text.contains("# EOF"), "{text}");
        assert!(value(&text, "roster_connections_accepted_total") > 0);

        let accept =
            "Accept: application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.2\r\n";
        let (status, text) = server.get(path, accept);
        assert_eq!(status, 200);
        assert!(
            text.contains("content-type: application/openmetrics-text; version=1.0.0; charset=utf-8\r\n"),
            "{text}"
        );
        assert!(
            text.contains("\n# TYPE roster_connections_accepted counter\n"),
            "{text}"
        );
        assert!(text.ends_with("\n# EOF\n"), "{text}");
    }
}

#[test]
fn the_size_of_the_database_is_that_of_its_files() {
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(data.path(), &["--demo"]);
    let length = |name: &str| fs::metadata(data.path().join(name)).map_or(0, |file| file.len());
    let on_disk = || length("roster.db") + length("roster.db-wal");

    // A checkpoint may change both at any time.
    let is_size = (0..100).any(|_| on_disk() == value(&metrics(&server), "roster_store_bytes"));

    assert!(is_size, "{} is not {}", on_disk(), metrics(&server));
    assert!(on_disk() > 0);
}

#[test]
fn the_records_of_the_audit_are_counted_over_restarts() {
    let data = tempfile::tempdir().unwrap();
    let counts = |text: &str| {
        ["roster_audit_chain_records", "roster_audit_records_total"].map(|series| value(text, series))
    };
    let refused = |server: &Server| assert_eq!(server.get("/instance", "").0, 403);
    let listed = |data: &Path| {
        crate::server::printed("audit list --format json", data)
            .lines()
            .count() as u64
    };
    let server = Server::start(data.path(), &["--demo"]);
    refused(&server);
    let [in_all, of_this_start] = counts(&metrics(&server));
    assert_eq!(in_all, of_this_start);
    server.stop();

    let server = Server::start(data.path(), &[]);
    assert_eq!(counts(&metrics(&server)), [in_all, 0]);
    refused(&server);

    assert_eq!(counts(&metrics(&server)), [in_all + 1, 1]);
    assert_eq!(listed(data.path()), in_all + 1);
}
