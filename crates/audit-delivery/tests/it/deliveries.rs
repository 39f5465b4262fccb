//! Deliveries to a folder, checked by CloudTrail's rules.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use roster_audit_delivery::{Delivered, Delivery, DeliveryError, Folder, PublicKey, SigningKey};
use roster_domain::audit::{Broken, REGISTER};
use roster_model::shapes::Timestamp;
use roster_store::Checkpoints;
use serde_json::Value;
use tempfile::TempDir;

use crate::audit::Audit;
use crate::validation::{text_of, validate};
use crate::{ACCOUNT, START};

/// A folder and the keys that sign what is delivered to it.
struct World {
    root: TempDir,
    keys: Vec<SigningKey>,
}

impl World {
    fn new() -> Self {
        Self {
            root: TempDir::new().unwrap(),
            keys: vec![SigningKey::generate().unwrap()],
        }
    }

    fn folder(&self) -> Folder {
        Folder::open(&self.root.path().join("delivered")).unwrap()
    }

    fn public_keys(&self) -> Vec<PublicKey> {
        self.keys.iter().map(|key| key.public().clone()).collect()
    }

    fn try_deliver(&self, audit: &mut Audit, seconds: i64) -> Result<Delivered, DeliveryError> {
        let delivery = Delivery {
            to: &self.folder().lock()?,
            key: self.keys.last().unwrap(),
            public_keys: &self.public_keys(),
            checkpoints: &Checkpoints::default(),
            now: Timestamp {
                milliseconds: (START + seconds) * 1000,
            },
        };
        delivery.deliver(audit)
    }

    fn deliver(&self, audit: &mut Audit, seconds: i64) -> Delivered {
        self.try_deliver(audit, seconds).unwrap()
    }

    /// All files, by their keys.
    fn files(&self) -> BTreeSet<String> {
        let listed = self.folder().list("", "", usize::MAX).unwrap();
        listed.into_iter().map(|(key, _)| key).collect()
    }

    /// The digest files of a Region, the oldest first.
    fn digests(&self, region: &str) -> Vec<String> {
        let part = format!("/CloudTrail-Digest/{region}/");
        self.files()
            .into_iter()
            .filter(|key| key.contains(&part))
            .collect()
    }

    fn path(&self, key: &str) -> PathBuf {
        self.folder().path().join(key)
    }

    /// Follows the digests of a Region back from the last one, and returns the requests in their log files, in order.
    ///
    /// # Errors
    ///
    /// The first fault of a digest or a log file.
    fn validate(&self, region: &str) -> Result<Vec<String>, String> {
        validate(&self.folder(), &self.public_keys(), region)
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let below = |path: PathBuf| {
        if path.is_dir() {
            files_below(&path)
        } else {
            vec![path]
        }
    };
    entries.flat_map(below).collect()
}

#[test]
fn every_record_of_a_trail_is_delivered_once() {
    let (world, mut audit) = (World::new(), Audit::default());
    audit.write_in("eu-west-2", "r-1");
    audit.write_in("eu-west-2", "r-2");
    let first = world.deliver(&mut audit, 10);
    audit.write_in("eu-west-2", "r-3");

    let second = world.deliver(&mut audit, 20);
    let third = world.deliver(&mut audit, 30);

    let delivered = |records| Delivered {
        records,
        log_files: 1,
        digests: 1,
    };
    assert_eq!(
        (first, second, third),
        (delivered(2), delivered(1), Delivered::default())
    );
    assert_eq!(world.validate("eu-west-2").unwrap(), ["r-1", "r-2", "r-3"]);
}

#[test]
fn each_account_in_each_region_has_a_trail_and_requests_that_proved_nothing_have_none() {
    let (world, mut audit) = (World::new(), Audit::default());
    audit.write("a", "r-1", Some((ACCOUNT, "eu-west-2")));
    audit.write("b", "r-2", Some((ACCOUNT, "us-east-1")));
    audit.write("b", "r-3", Some(("210987654321", "ap-south-1")));
    audit.write("a", "r-4", None);
    audit.write(REGISTER, "r-5", Some((ACCOUNT, "eu-west-2")));

    let delivered = world.deliver(&mut audit, 10);

    assert_eq!((delivered.records, delivered.digests), (3, 3));
    assert_eq!(world.validate("eu-west-2").unwrap(), ["r-1"]);
    assert_eq!(world.validate("us-east-1").unwrap(), ["r-2"]);
    assert_eq!(world.validate("ap-south-1").unwrap(), ["r-3"]);
}

#[test]
fn many_records_are_delivered_in_several_files() {
    let (world, mut audit) = (World::new(), Audit::default());
    for number in 0..5_001 {
        audit.write_in("eu-west-2", &number.to_string());
    }

    let delivered = world.deliver(&mut audit, 10);

    assert_eq!((delivered.log_files, delivered.digests), (2, 1));
    assert_eq!(world.validate("eu-west-2").unwrap().len(), 5_001);
}

#[test]
fn a_delivery_that_was_killed_is_made_again_without_a_gap_and_without_files_that_nobody_names() {
    let (world, mut audit) = (World::new(), Audit::default());
    audit.write_in("eu-west-2", "r-1");
    audit.write_in("us-east-1", "r-2");
    world.deliver(&mut audit, 10);
    audit.write_in("eu-west-2", "r-3");
    audit.write_in("us-east-1", "r-4");
    audit.write_in("ap-south-1", "r-5");
    let before = world.files();
    world.deliver(&mut audit, 20);
    let written: Vec<_> = world.files().difference(&before).cloned().collect();
    let complete: BTreeMap<_, _> = written
        .iter()
        .map(|key| (key.clone(), fs::read(world.path(key)).unwrap()))
        .collect();
    // Log files of a trail come before its digest; one trail after another.
    let order = |region: &str| {
        let of_region = move |key: &&String| key.contains(&format!("/{region}/"));
        let mut keys: Vec<_> = written.iter().filter(of_region).collect();
        keys.sort_by_key(|key| key.contains("-Digest"));
        keys
    };
    let trails = [order("eu-west-2"), order("us-east-1"), order("ap-south-1")];

    for killed_after in 0..written.len() {
        for key in &written {
            fs::remove_file(world.path(key)).unwrap();
        }
        for key in trails.iter().flatten().take(killed_after) {
            fs::write(world.path(key), &complete[*key]).unwrap();
        }
        let mut later = audit.clone();
        later.write_in("eu-west-2", "r-6");

        world.deliver(&mut later, 30);

        assert_eq!(
            world.validate("eu-west-2").unwrap(),
            ["r-1", "r-3", "r-6"],
            "{killed_after}"
        );
        assert_eq!(
            world.validate("us-east-1").unwrap(),
            ["r-2", "r-4"],
            "{killed_after}"
        );
        assert_eq!(world.validate("ap-south-1").unwrap(), ["r-5"], "{killed_after}");
        let logs = world
            .files()
            .into_iter()
            .filter(|key| !key.contains("-Digest"))
            .count();
        let named: usize = ["eu-west-2", "us-east-1", "ap-south-1"]
            .iter()
            .flat_map(|region| world.digests(region))
            .map(|key| {
                let (text, _) = text_of(&world.folder(), &key).unwrap();
                let digest: Value = serde_json::from_slice(&text).unwrap();
                digest["logFiles"].as_array().unwrap().len()
            })
            .sum();
        assert_eq!(logs, named, "{killed_after}");
        let left: BTreeSet<_> = world.files().difference(&before).cloned().collect();
        for key in &left {
            fs::remove_file(world.path(key)).unwrap();
        }
        for key in &written {
            fs::write(world.path(key), b"").unwrap();
        }
    }
}

#[test]
fn a_changed_file_a_missing_one_and_a_missing_digest_are_found() {
    let (world, mut audit) = (World::new(), Audit::default());
    for request in ["r-1", "r-2", "r-3"] {
        audit.write_in("eu-west-2", request);
        world.deliver(&mut audit, 10);
    }
    let digests = world.digests("eu-west-2");
    let log = world
        .files()
        .into_iter()
        .find(|key| !digests.contains(key))
        .unwrap();
    assert!(world.validate("eu-west-2").is_ok());

    for key in [&digests[0], &digests[1], &log] {
        let path = world.path(key);
        let bytes = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        assert_eq!(world.validate("eu-west-2"), Err(format!("{key} is missing")));
        fs::write(&path, bytes).unwrap();
    }
    let other = world
        .files()
        .into_iter()
        .rfind(|key| !digests.contains(key))
        .unwrap();
    fs::copy(world.path(&other), world.path(&log)).unwrap();
    assert_eq!(world.validate("eu-west-2"), Err(format!("{log} is another file")));
}

#[test]
fn a_trail_where_nothing_happens_gets_a_digest_each_hour() {
    let (world, mut audit) = (World::new(), Audit::default());
    audit.write_in("eu-west-2", "r-1");
    world.deliver(&mut audit, 0);

    assert_eq!(world.deliver(&mut audit, 3_599).digests, 0);
    assert_eq!(world.deliver(&mut audit, 3_600).digests, 1);

    assert_eq!(world.validate("eu-west-2").unwrap(), ["r-1"]);
}

#[test]
fn a_clock_that_was_set_back_leaves_no_digest_before_the_last() {
    let (world, mut audit) = (World::new(), Audit::default());
    audit.write_in("eu-west-2", "r-1");
    world.deliver(&mut audit, 100);
    audit.write_in("eu-west-2", "r-2");

    world.deliver(&mut audit, -100_000);

    assert_eq!(world.digests("eu-west-2").len(), 2);
    assert_eq!(world.validate("eu-west-2").unwrap(), ["r-1", "r-2"]);
}

#[test]
fn digests_of_an_old_key_stay_valid_after_another_has_taken_its_place() {
    let (mut world, mut audit) = (World::new(), Audit::default());
    audit.write_in("eu-west-2", "r-1");
    world.deliver(&mut audit, 10);
    world.keys.push(SigningKey::generate().unwrap());
    audit.write_in("eu-west-2", "r-2");

    world.deliver(&mut audit, 20);

    assert_eq!(world.validate("eu-west-2").unwrap(), ["r-1", "r-2"]);
}

#[test]
fn an_audit_that_was_changed_before_what_is_delivered_is_not_delivered_on() {
    let (world, mut audit) = (World::new(), Audit::default());
    audit.write_in("eu-west-2", "r-1");
    audit.write_in("eu-west-2", "r-2");
    world.deliver(&mut audit, 10);
    let mut forged = Audit::default();
    for request in ["x-1", "x-2", "x-3"] {
        forged.write_in("eu-west-2", request);
    }
    let mut cut = audit.clone();
    cut.0.get_mut("").unwrap().pop();

    let refused = |mut audit: Audit| match world.try_deliver(&mut audit, 20) {
        Err(DeliveryError::Broken { broken, .. }) => broken,
        other => panic!("{other:?}"),
    };

    assert!(matches!(refused(forged), Broken::Replaced { noted } if noted.sequence == 2));
    assert!(matches!(refused(cut), Broken::End { .. }));
    assert_eq!(refused(Audit::default()), Broken::Missing);
}

#[test]
fn a_delivery_refuses_to_continue_from_a_digest_of_a_foreign_key() {
    let (world, other, mut audit) = (World::new(), World::new(), Audit::default());
    audit.write_in("eu-west-2", "r-1");
    world.deliver(&mut audit, 10);
    other.deliver(&mut audit, 20);
    let forged = other.digests("eu-west-2").pop().unwrap();
    fs::copy(other.path(&forged), world.path(&forged)).unwrap();

    let refused = world.try_deliver(&mut audit, 30);

    assert!(matches!(refused, Err(DeliveryError::NotOurs(key)) if key == forged));
}

#[test]
fn two_deliveries_to_a_folder_do_not_run_at_once() {
    let (world, mut audit) = (World::new(), Audit::default());
    audit.write_in("eu-west-2", "r-1");
    let lock = world.folder().lock().unwrap();
    assert!(world.folder().try_lock().unwrap().is_none());

    let delivered = std::thread::scope(|scope| {
        let second = scope.spawn(|| world.deliver(&mut audit, 10));
        drop(lock);
        second.join().unwrap()
    });

    assert_eq!(delivered.digests, 1);
    assert!(world.folder().try_lock().unwrap().is_some());
}

#[test]
fn delivered_files_are_for_their_owner_only() {
    let (world, mut audit) = (World::new(), Audit::default());
    audit.write_in("eu-west-2", "r-1");
    world.deliver(&mut audit, 10);

    let files = files_below(world.folder().path());

    assert_eq!(files.len(), 2);
    for file in files {
        assert_eq!(fs::metadata(&file).unwrap().mode() & 0o7777, 0o600);
        let folders = file
            .ancestors()
            .skip(1)
            .take_while(|folder| *folder != world.root.path());
        for folder in folders {
            assert_eq!(
                fs::metadata(folder).unwrap().mode() & 0o7777,
                0o700,
                "{}",
                folder.display()
            );
        }
    }
}

#[test]
fn keys_are_listed_in_order_and_go_on_behind_any_of_them() {
    let (world, mut audit) = (World::new(), Audit::default());
    for request in ["r-1", "r-2", "r-3"] {
        audit.write_in("eu-west-2", request);
        audit.write_in("us-east-1", request);
        world.deliver(&mut audit, 10);
    }
    let folder = world.folder();
    let all: Vec<_> = world.files().into_iter().collect();
    assert_eq!(all.len(), 12);

    for place in 0..all.len() {
        let rest = folder.list("", &all[place], usize::MAX).unwrap();
        let rest: Vec<_> = rest.into_iter().map(|(key, _)| key).collect();
        assert_eq!(rest, all[place + 1..]);
    }
    let prefix = format!("AWSLogs/{ACCOUNT}/CloudTrail-Digest/eu-");
    assert_eq!(folder.list(&prefix, "", 2).unwrap().len(), 2);
    assert_eq!(folder.list(&prefix, "", 9).unwrap().len(), 3);
    assert!(folder.list("AWSLogs/9", "", 9).unwrap().is_empty());
}
