//! A primary that is lost: the standby takes over, and nothing that was acknowledged is missing.

use roster_private_postgres::{Cluster, Plan};

use super::load::{Load, Word};
use super::{audit, beside, health, on, verify};

/// Short, so that clients are refused soon.
const PATIENCE: [&str; 2] = ["--database-timeout", "2"];

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
    let first = on(&url, &[&PATIENCE[..], &["--demo"]].concat()).start();
    let second = beside(&first, &url, &PATIENCE);
    let load = Load::on(&[&first, &second]);
    load.until_each_is_told(Word::Done, 20);

    primary.crash().expect("a crash");
    load.until_each_is_told(Word::Refused, 1);
    standby.promote().expect("a new primary");
    load.until_each_is_told(Word::Done, 20);

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
    let server = on(&url, &[&PATIENCE[..], &["--demo"]].concat()).start();
    let load = Load::on(&[&server]);
    load.until_each_is_told(Word::Done, 10);

    standby.crash().expect("a crash");
    load.until_each_is_told(Word::Refused, 2);
    standby.start_again().expect("a standby");
    load.until_each_is_told(Word::Done, 10);

    let told = load.stop();
    told.check(&server, &audit(&url));
    let verified = verify(&url, &[]).printed();
    assert!(verified.starts_with("The chains hold: "), "{verified}");
}
