//! A disk of PostgreSQL's that is full: of the tables, and of the log.

use std::fs;
use std::os::unix::fs::{MetadataExt, chown};

use roster_private_postgres::{Cluster, Plan};
use roster_store_postgres::cluster;

use super::{demo, health, last_name, update, verify};
use crate::harness::{SmallDisk, Wire};

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
    let done = (1..2000)
        .find(|number| update(&wire, &format!("Number {number}")) != 200)
        .expect("a disk that is full")
        - 1;
    assert_eq!(last_name(&wire), format!("Number {done}"), "reading goes on");
    assert_eq!(health(&server).0, 200);

    disk.free();
    assert_eq!(update(&wire, "Last"), 200);
    assert_eq!(last_name(&wire), "Last");
    let verified = verify(&url, &[]).printed();
    assert!(verified.starts_with("The chains hold: "), "{verified}");
}
