//! `roster bulk diff --watch` from its start to a signal.

use std::io::{BufRead, BufReader};
use std::os::unix::fs::MetadataExt;
use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process};

use crate::administrator::{Administrator, INSTANCE, MARY};

#[test]
fn a_watch_says_what_has_changed_goes_on_without_the_service_and_ends_with_a_signal() {
    let mut admin = Administrator::at_new_server();
    admin.write("hr.csv", "Username,LastName\nmary,Meier\n");
    let mut watch = admin
        .command("bulk diff hr.csv demo --watch 1s --metrics diff.prom")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(watch.stdout.take().unwrap()).lines();
    let mut line = || lines.next().expect("another line").unwrap();

    let first = line();
    assert!(
        first.ends_with("Z: 1 person differs in 1 field; 0 only left, 0 only right"),
        "{first}"
    );
    assert_eq!(line(), "  differs now: mary LastName: left Meier, right Miller");

    admin.connect(&format!(
        "update-user-identity-info --instance-id {INSTANCE} --user-id {MARY} --identity-info FirstName=Mary,LastName=Meier,Email=mary@example.com"
    ));
    let second = line();
    assert!(second.ends_with("Z: Nothing differs"), "{second}");
    assert_eq!(line(), "  differs no more: mary LastName");
    let metrics = admin.read("diff.prom");
    for figure in [
        "differences",
        "only_left",
        "only_right",
        "failed_comparisons_total",
    ] {
        let expected = format!("roster_bulk_diff_{figure}{{left=\"hr.csv\",right=\"demo\"}} 0\n");
        assert!(metrics.contains(&expected), "{expected}{metrics}");
    }
    assert!(
        metrics.contains("roster_bulk_diff_last_comparison_success{left=\"hr.csv\",right=\"demo\"} 1\n"),
        "{metrics}"
    );
    let readable = admin.path("diff.prom").metadata().unwrap().mode() & 0o044;
    assert_eq!(readable, 0o044);

    admin.end_server();
    let third = line();
    assert!(
        third.contains("Z: The comparison failed: demo is no file"),
        "{third}"
    );
    assert!(third.contains("Could not connect to the endpoint URL"), "{third}");
    let metrics = admin.read("diff.prom");
    assert!(
        metrics.contains("roster_bulk_diff_last_comparison_success{left=\"hr.csv\",right=\"demo\"} 0\n"),
        "{metrics}"
    );

    kill_process(Pid::from_child(&watch), Signal::TERM).unwrap();

    assert_eq!(watch.wait().unwrap().code(), Some(1));
}

#[test]
fn an_interval_is_a_second_at_least_and_only_a_watch_has_metrics() {
    let admin = Administrator::at("http://127.0.0.1:1".to_owned());

    let interval = admin.says("bulk diff hr.csv demo --watch 0s");
    let metrics = admin.says("bulk diff hr.csv demo --metrics diff.prom");

    assert_eq!(interval.code, Some(2));
    assert!(
        interval
            .error
            .contains("say how often, from 1s to 24h, such as 30s, 5m or 1h"),
        "{}",
        interval.error
    );
    assert_eq!(metrics.code, Some(2));
    assert!(metrics.error.contains("--watch <INTERVAL>"), "{}", metrics.error);
}
