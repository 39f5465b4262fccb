//! A disk of PostgreSQL's that is full: of the tables, and of the log.

use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::process::Command;

use roster_private_postgres::{Cluster, Plan};
use roster_store_postgres::cluster;

use super::{
    demo, health, impatient, last_name, try_update, until_health_is, update, update_at_last, verify,
};
use crate::harness::{SmallDisk, Wire, finish};

/// A cluster that can use the disk, and the folder there that belongs to it.
fn cluster_on(disk: &SmallDisk) -> (Cluster, String) {
    let within = disk.within();
    let within: Vec<_> = within.iter().map(String::as_str).collect();
    let plan = Plan::default().setting("fsync", "off").within(&within);
    let database = plan.start().expect("a cluster");
    let seen = disk.seen("database");
    fs::create_dir(&seen).expect("a folder");
    let owner = fs::metadata(database.folder()).expect("a folder");
    chown(&seen, Some(owner.uid()), Some(owner.gid())).expect("its owner");
    (database, disk.inside("database").display().to_string())
}

#[test]
fn full_tables_refuse_changes_until_there_is_space_again() {
    let disk = SmallDisk::of("16m");
    let (database, folder) = cluster_on(&disk);
    let url = database.url();
    cluster::sql(&url, &format!("CREATE TABLESPACE small LOCATION '{folder}'"));
    cluster::sql(&url, "ALTER DATABASE postgres SET default_tablespace = small");
    let server = demo(&url);
    let wire = Wire::to(&server);
    assert_eq!(update(&wire, "Number 0"), 200);

    disk.fill();
    let mut done = 0;
    let refused = (1..2000).find_map(|number| {
        let answer = try_update(&wire, &format!("Number {number}"));
        if answer.status == 200 {
            done = number;
            return None;
        }
        // A smaller record, such as that of the refusal, may still find room.
        (health(&server).0 == 503).then_some(answer)
    });
    let refused = refused.expect("a disk that is full");
    assert_eq!(
        refused.refusal(),
        "500 InternalServiceException: The directory's disk is full: nothing was changed; try again when there is space"
    );
    assert_eq!(last_name(&wire), format!("Number {done}"), "reading goes on");

    disk.free();
    update_at_last(&wire, "Last");
    assert_eq!(health(&server).0, 200);
    assert_eq!(last_name(&wire), "Last");
    let verified = verify(&url, &[]).printed();
    assert!(verified.starts_with("The chains hold: "), "{verified}");
}

/// Moves the log of a cluster to a folder of the disk.
const MOVE: &str = r#"cp -a "$0"/. "$1" && rm -r "$0" && ln -s "$1" "$0""#;

#[test]
fn a_full_log_ends_the_database_and_nothing_that_was_acknowledged() {
    let disk = SmallDisk::of("64m");
    let (mut database, folder) = cluster_on(&disk);
    let log = database.folder().join("data/pg_wal").display().to_string();
    database.crash().expect("a crash");
    disk.run(&["sh", "-c", MOVE, &log, &folder]);
    database.start_again().expect("a cluster");
    let url = database.url();
    let (server, _made) = impatient(&url);
    let wire = Wire::to(&server);
    update_at_last(&wire, "Number 0");

    disk.fill();
    let done = (1..20).find(|number| {
        // The next record of the log needs another file. The database may have ended already.
        finish(
            Command::new("psql")
                .arg(&url)
                .args(["--command", "SELECT pg_switch_wal()"]),
        );
        update(&wire, &format!("Number {number}")) != 200
    });
    let refused = done.expect("a log that is full");
    let said = database.ended().expect("a database that was up");
    assert!(
        said.contains("PANIC") && said.contains("No space left on device"),
        "{said}"
    );
    until_health_is(&server, 503);

    disk.free();
    database.start_again().expect("a cluster");
    until_health_is(&server, 200);
    let found = last_name(&wire);
    let possible = [refused - 1, refused].map(|number| format!("Number {number}"));
    assert!(possible.contains(&found), "{found}, and not of {possible:?}");
    update_at_last(&wire, "Last");
    let verified = verify(&url, &[]).printed();
    assert!(verified.starts_with("The chains hold: "), "{verified}");
}
