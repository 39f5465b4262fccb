//! Deliveries to a bucket, which no lock keeps apart.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Mutex;

use roster_audit_delivery::{
    Bucket, ConditionalWrites, Delivered, DeliveredFiles, Delivery, DeliveryError, Destination, Object,
    PublicKey, SigningKey, delivered,
};
use roster_domain::audit::{ChainHead, ChainedRecord};
use roster_model::shapes::Timestamp;
use roster_store::{AuditLog, Checkpoints, StoreError};
use serde_json::Value;

use crate::audit::Audit;
use crate::validation::{text_of, validate};
use crate::{ACCOUNT, START};

const REGION: &str = "eu-west-2";

/// The objects of a bucket, for all who use it.
type Objects = Rc<RefCell<BTreeMap<String, Vec<u8>>>>;

/// What happens before a write of a delivery.
type BeforeWrite<'f> = dyn Fn(usize) -> Result<(), DeliveryError> + 'f;

/// A bucket, as one delivery uses it.
struct MemoryBucket<'f> {
    bucket: Bucket,
    objects: Objects,
    writes: Cell<usize>,
    before_write: Box<BeforeWrite<'f>>,
}

impl<'f> MemoryBucket<'f> {
    fn new(objects: &Objects, before_write: impl Fn(usize) -> Result<(), DeliveryError> + 'f) -> Self {
        Self {
            bucket: Bucket::new("audit".to_owned(), Some("of/roster".to_owned())),
            objects: Rc::clone(objects),
            writes: Cell::new(0),
            before_write: Box::new(before_write),
        }
    }

    fn begin_write(&self) -> Result<(), DeliveryError> {
        let write = self.writes.replace(self.writes.get() + 1);
        (self.before_write)(write)
    }
}

impl DeliveredFiles for MemoryBucket<'_> {
    fn bucket(&self) -> &Bucket {
        &self.bucket
    }

    fn read(&self, key: &str) -> Result<Option<Object>, DeliveryError> {
        Ok(self.objects.borrow().get(key).cloned().map(Object::new))
    }

    fn entries(&self, folder: &str) -> Result<Vec<String>, DeliveryError> {
        let objects = self.objects.borrow();
        let below = objects.keys().filter_map(|key| key.strip_prefix(folder));
        let mut entries: Vec<String> = below
            .map(|rest| match rest.split_once('/') {
                Some((name, _)) => format!("{folder}{name}/"),
                None => format!("{folder}{rest}"),
            })
            .collect();
        entries.dedup();
        Ok(entries)
    }
}

impl Destination for MemoryBucket<'_> {
    fn write(&self, key: &str, bytes: &[u8]) -> Result<(), DeliveryError> {
        self.begin_write()?;
        self.objects.borrow_mut().insert(key.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn conditional_writes(&self) -> Option<&dyn ConditionalWrites> {
        Some(self)
    }
}

impl ConditionalWrites for MemoryBucket<'_> {
    fn create(&self, key: &str, bytes: &[u8]) -> Result<bool, DeliveryError> {
        self.begin_write()?;
        let mut objects = self.objects.borrow_mut();
        let is_new = !objects.contains_key(key);
        objects.entry(key.to_owned()).or_insert_with(|| bytes.to_vec());
        Ok(is_new)
    }
}

/// An audit that grows while it is delivered.
struct Shared<'a>(&'a Mutex<Audit>);

impl AuditLog for Shared<'_> {
    fn chains(&mut self) -> Result<Vec<ChainHead>, StoreError> {
        self.0.lock().unwrap().chains()
    }

    fn after(&mut self, chain: &str, sequence: u64, limit: usize) -> Result<Vec<ChainedRecord>, StoreError> {
        self.0.lock().unwrap().after(chain, sequence, limit)
    }
}

struct World {
    objects: Objects,
    key: SigningKey,
}

impl World {
    fn new() -> Self {
        Self {
            objects: Objects::default(),
            key: SigningKey::generate().unwrap(),
        }
    }

    fn public_keys(&self) -> Vec<PublicKey> {
        vec![self.key.public().clone()]
    }

    fn deliver(
        &self,
        audit: &Mutex<Audit>,
        seconds: i64,
        before_write: impl Fn(usize) -> Result<(), DeliveryError>,
    ) -> Result<Delivered, DeliveryError> {
        let delivery = Delivery {
            to: &MemoryBucket::new(&self.objects, before_write),
            key: &self.key,
            public_keys: &self.public_keys(),
            checkpoints: &Checkpoints::default(),
            now: Timestamp {
                milliseconds: (START + seconds) * 1000,
            },
        };
        delivery.deliver(&mut Shared(audit))
    }

    fn files(&self) -> MemoryBucket<'_> {
        MemoryBucket::new(&self.objects, |_| Ok(()))
    }

    /// The requests in all log files that the digests name.
    fn requests(&self) -> Vec<String> {
        validate(&self.files(), &self.public_keys(), REGION).unwrap()
    }

    /// How many digests follow each signature; the first digests follow `null`.
    fn followers(&self) -> BTreeMap<String, usize> {
        let files = self.files();
        let digests: Vec<String> = self.objects.borrow().keys().cloned().collect();
        let mut followers = BTreeMap::new();
        for key in digests.iter().filter(|key| key.contains("/CloudTrail-Digest/")) {
            let (text, _) = text_of(&files, key).unwrap();
            let digest: Value = serde_json::from_slice(&text).unwrap();
            *followers
                .entry(digest["previousDigestSignature"].to_string())
                .or_default() += 1;
        }
        followers
    }

    /// Says that the digests are one chain.
    fn assert_one_chain(&self, case: &str) {
        let followers = self.followers();
        assert!(
            followers.values().all(|count| *count == 1),
            "{case}: {followers:?}"
        );
    }
}

fn audit_of(requests: &[&str]) -> Mutex<Audit> {
    let mut audit = Audit::default();
    for request in requests {
        audit.write_in(REGION, request);
    }
    Mutex::new(audit)
}

fn killed() -> DeliveryError {
    DeliveryError::Bucket("killed".to_owned())
}

#[test]
fn digests_and_log_files_name_the_bucket_and_the_prefix() {
    let world = World::new();
    world.deliver(&audit_of(&["r-1"]), 10, |_| Ok(())).unwrap();

    let key = world
        .files()
        .last(&format!("AWSLogs/{ACCOUNT}/CloudTrail-Digest/"))
        .unwrap()
        .unwrap();
    let (text, _) = text_of(&world.files(), &key).unwrap();
    let digest: Value = serde_json::from_slice(&text).unwrap();

    assert_eq!(digest["digestS3Bucket"], "audit");
    assert_eq!(digest["digestS3Object"], format!("of/roster/{key}"));
    let log = &digest["logFiles"][0];
    assert_eq!(log["s3Bucket"], "audit");
    let log = log["s3Object"]
        .as_str()
        .unwrap()
        .strip_prefix("of/roster/")
        .unwrap();
    assert!(world.objects.borrow().contains_key(log), "{log}");
}

#[test]
fn a_delivery_that_is_killed_at_any_write_is_finished_by_the_next_without_a_gap() {
    let mut kills = 0;
    for killed_at in 0.. {
        let (world, audit) = (World::new(), audit_of(&["r-1", "r-2"]));
        let kill = |write| if write == killed_at { Err(killed()) } else { Ok(()) };
        if world.deliver(&audit, 10, kill).is_ok() {
            break;
        }
        kills += 1;

        audit.lock().unwrap().write_in(REGION, "r-3");
        world.deliver(&audit, 20, |_| Ok(())).unwrap();

        assert_eq!(world.requests(), ["r-1", "r-2", "r-3"], "{killed_at}");
        world.assert_one_chain(&killed_at.to_string());
    }
    // A log file, a commit, a digest.
    assert_eq!(kills, 3);
}

#[test]
fn deliveries_that_overlap_at_any_write_leave_one_chain_with_every_record() {
    for begun in [false, true] {
        for overtaken_at in 0..3 {
            let (world, audit) = (World::new(), audit_of(&["r-1"]));
            if begun {
                world.deliver(&audit, 10, |_| Ok(())).unwrap();
            }
            audit.lock().unwrap().write_in(REGION, "r-2");
            let overtake = |write| {
                if write == overtaken_at {
                    audit.lock().unwrap().write_in(REGION, "r-3");
                    world.deliver(&audit, 21, |_| Ok(()))?;
                }
                Ok(())
            };

            world.deliver(&audit, 20, overtake).unwrap();
            world.deliver(&audit, 30, |_| Ok(())).unwrap();

            let case = format!("begun {begun}, overtaken at {overtaken_at}");
            assert_eq!(world.requests(), ["r-1", "r-2", "r-3"], "{case}");
            world.assert_one_chain(&case);
        }
    }
}

#[test]
fn a_commit_that_no_key_of_the_database_signed_is_refused() {
    let (world, other) = (World::new(), World::new());
    other.deliver(&audit_of(&["x-1"]), 10, |_| Ok(())).unwrap();
    let commits = other.objects.borrow().clone().into_iter();
    let commits = commits.filter(|(key, _)| key.contains("/Roster-Commits/"));
    world.objects.borrow_mut().extend(commits);

    let refused = world.deliver(&audit_of(&["r-1"]), 20, |_| Ok(()));

    assert!(matches!(refused, Err(DeliveryError::NotOurs(key)) if key.contains("/Roster-Commits/")));
}

#[test]
fn only_records_behind_the_last_digest_count_as_delivered() {
    let world = World::new();
    let audit = audit_of(&["r-1", "r-2"]);
    let kill = |write| if write == 1 { Err(killed()) } else { Ok(()) };
    world.deliver(&audit, 10, kill).unwrap_err();
    assert!(
        delivered(&world.files(), &world.public_keys())
            .unwrap()
            .is_empty()
    );

    world.deliver(&audit, 20, |_| Ok(())).unwrap();

    let heads = delivered(&world.files(), &world.public_keys()).unwrap();
    assert_eq!(heads[0].head.sequence, 2);
}
