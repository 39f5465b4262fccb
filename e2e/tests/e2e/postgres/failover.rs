//! A primary that is lost: the standby takes over, and nothing that was acknowledged is missing.

use std::process::Command;
use std::time::Instant;

use roster_private_postgres::{Cluster, Plan};

use super::load::{Load, UNKNOWN, Word};
use super::{BRIEFLY, audit, beside, health, impatient, try_update, update_at_last, verify};
use crate::harness::{PATIENCE, Wire, finish};

/// What is here survives a crash of the processes; that of the machine is not what is tested.
fn plan() -> Plan {
    Plan::default().setting("fsync", "off")
}

/// A primary that waits for its standby.
fn pair() -> (Cluster, Cluster) {
    let primary = plan().setting("synchronous_standby_names", "standby");
    let primary = primary.start().expect("a primary");
    let standby = primary.standby(plan()).expect("a standby");
    (primary, standby)
}

/// A URL that names them in this order.
fn url(clusters: [&Cluster; 2]) -> String {
    let hosts = clusters.map(|cluster| format!("127.0.0.1:{}", cluster.port()));
    format!("postgres://roster@{}/postgres", hosts.join(","))
}

#[test]
fn a_primary_that_is_lost_under_load_takes_nothing_acknowledged_with_it() {
    let (mut primary, standby) = pair();
    let url = url([&primary, &standby]);
    let (first, _made) = impatient(&url);
    let second = beside(&first, &url, &BRIEFLY);
    let load = Load::on(&[&first, &second]);
    load.until_each_has_answers(Word::Done, 20);

    primary.crash().expect("a crash");
    load.until_each_has_answers(Word::Refused, 1);
    standby.promote().expect("a new primary");
    load.until_each_has_answers(Word::Done, 20);

    let told = load.stop();
    let records = audit(&url);
    for server in [&first, &second] {
        told.check(server, &records);
        assert_eq!(health(server).0, 200);
    }
    let verified = verify(&url, &[]).printed();
    assert!(verified.starts_with("The chains hold: "), "{verified}");
}

#[test]
fn changes_wait_for_a_standby_that_is_gone_and_go_on_when_it_is_back() {
    let (primary, mut standby) = pair();
    let url = url([&standby, &primary]);
    let (server, _made) = impatient(&url);
    let load = Load::on(&[&server]);
    load.until_each_has_answers(Word::Done, 10);

    standby.crash().expect("a crash");
    load.until_each_has_answers(Word::Refused, 1);
    standby.start_again().expect("a standby");
    load.until_each_has_answers(Word::Done, 10);

    let told = load.stop();
    told.check(&server, &audit(&url));
    let verified = verify(&url, &[]).printed();
    assert!(verified.starts_with("The chains hold: "), "{verified}");
}

/// Ends a connection that waits for a standby, as soon as there is one. What it has committed can be
/// seen from then on, but on this machine only.
fn end_who_waits(primary: &Cluster) {
    let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
    let ask = || finish(Command::new("psql").arg(primary.url()).args(["-Atc", sql])).printed();
    let start = Instant::now();
    while !ask().starts_with('t') {
        assert!(start.elapsed() < PATIENCE, "nobody waits");
    }
}

#[test]
fn a_change_that_no_standby_has_is_not_called_done() {
    let (primary, mut standby) = pair();
    let (server, _made) = impatient(&url([&primary, &standby]));
    let wire = Wire::to(&server);
    update_at_last(&wire, "Before");

    standby.crash().expect("a crash");
    let answer = std::thread::scope(|scope| {
        let asked = scope.spawn(|| try_update(&wire, "Alone"));
        end_who_waits(&primary);
        asked.join().expect("an answer")
    });

    assert_eq!(answer.status, 500, "it was called done");
    assert_eq!(answer.refusal(), UNKNOWN);
}
