use std::path::Path;

use roster_audit_delivery::{Delivery, Folder, Location};
use roster_domain::Key;
use roster_domain::audit::AuditRecord;
use roster_domain::clock::Clock;
use roster_domain::random::{Random, SystemEntropy};
use roster_domain::records::AuditCheckpoint;
use roster_store::Store;
use roster_testkit::{Engine, Place, SteppedClock};
use tempfile::TempDir;

use super::*;
use crate::audit_checkpoints::label;
use crate::audit_signing_keys::find_or_make;
use crate::{MasterKey, SecretCiphers, rotation, write_audit_record};

const DAY: Duration = Duration::from_hours(24);

struct World {
    place: Arc<Place>,
    folder: TempDir,
    clock: Arc<SteppedClock>,
    store: Arc<dyn Store>,
    secret_ciphers: Arc<SecretCiphers>,
    random: Arc<dyn Random>,
}

/// The engines whose audit others can read.
fn engines() -> impl Iterator<Item = Engine> {
    Engine::all().filter(|engine| *engine != Engine::SqliteMemory)
}

fn ciphers(byte: u8) -> SecretCiphers {
    SecretCiphers::new(&MasterKey::new([byte; MasterKey::BYTES]), &[])
}

impl World {
    async fn new(engine: Engine) -> Self {
        let place = Arc::new(engine.place());
        let store = place.open(3);
        let secret_ciphers = Arc::new(ciphers(7));
        rotation::adopt(&*store, &secret_ciphers)
            .await
            .expect("a master key");
        Self {
            place,
            folder: tempfile::tempdir().expect("a folder"),
            clock: Arc::default(),
            store,
            secret_ciphers,
            random: Arc::new(SystemEntropy::default()),
        }
    }

    /// Some records on each of some days.
    async fn write(&self, days: u32) {
        for _ in 0..days {
            for number in 0..3 {
                let change = roster_domain::audit::Change {
                    record: "user".to_owned(),
                    member: "Id".to_owned(),
                    after: Some(number.into()),
                    ..roster_domain::audit::Change::default()
                };
                let record = AuditRecord {
                    time: self.clock.now().into(),
                    account: Some("123456789012".into()),
                    region: Some("us-east-1".into()),
                    changes: vec![change],
                    ..AuditRecord::default()
                };
                write_audit_record(&*self.store, record).await.expect("a record");
            }
            self.clock.advance(DAY);
        }
    }

    fn folder(path: &Path) -> Folder {
        Folder::open(path).expect("a folder")
    }

    fn log(&self) -> Box<dyn AuditLog> {
        self.place.audit_log().expect("an audit that others can read")
    }

    async fn checkpoints(&self) -> Checkpoints {
        checkpoints(&*self.store, &self.secret_ciphers)
            .await
            .expect("the store works")
    }

    async fn deliver(&self) {
        let record = AuditRecord {
            time: self.clock.now().into(),
            ..AuditRecord::default()
        };
        let keys = find_or_make(&*self.store, &self.secret_ciphers, &self.random, record).await;
        let keys = keys.expect("a key");
        let delivery = Delivery {
            to: &Self::folder(self.folder.path())
                .lock()
                .expect("the folder is free"),
            key: &keys.key,
            public_keys: &keys.public_keys,
            checkpoints: &self.checkpoints().await,
            now: self.clock.now().into(),
        };
        delivery.deliver(&mut *self.log()).expect("a delivery");
    }

    /// What keeps records for some days.
    fn retention(&self, days: u32) -> AuditRetention {
        let place = Arc::clone(&self.place);
        let audit = DeliveredAudit {
            store: Arc::clone(&self.store),
            secret_ciphers: Arc::clone(&self.secret_ciphers),
            clock: Arc::clone(&self.clock) as _,
            random: Arc::clone(&self.random),
            open: Arc::new(move || place.audit_log().ok_or_else(|| "no audit".to_owned())),
            location: Location::Folder(self.folder.path().to_owned()),
        };
        AuditRetention::new(audit, DAY * days)
    }

    async fn remove_old(&self, days: u32) {
        self.retention(days)
            .remove_old()
            .await
            .expect("old records are removed");
    }

    /// How many records are there, those of the register aside.
    fn count(&self) -> usize {
        let mut log = self.log();
        let chains = log.chains().expect("chains").into_iter();
        let of_records = chains.filter(|chain_head| chain_head.chain != REGISTER);
        of_records
            .map(|chain_head| log.after(&chain_head.chain, 0, 1_000).expect("records").len())
            .sum()
    }

    /// Whether all chains hold from where they begin.
    async fn holds(&self) -> bool {
        let (mut log, checkpoints) = (self.log(), self.checkpoints().await);
        log.chains().expect("chains").iter().all(|chain_head| {
            let beginning = checkpoints
                .beginning(&mut *log, chain_head)
                .expect("the log works");
            let records = log
                .after(&chain_head.chain, beginning.sequence, 1_000)
                .expect("records");
            let last = records
                .iter()
                .try_fold(beginning, |head, chained| verify_link(&head, chained));
            last == Ok(chain_head.head)
        })
    }

    /// Changes records behind the server's back.
    async fn change(&self, action: impl Administration<Output = ()>) {
        administer(&*self.store, None, action)
            .await
            .expect("the store works");
    }
}

/// Adds a checkpoint.
struct Add(AuditCheckpoint);

impl Administration for Add {
    type Output = ();

    async fn run(&self, transaction: &mut Transaction<'_>) -> Result<(), WriteError> {
        transaction.insert(&self.0).await
    }
}

/// Deletes all checkpoints.
struct Forget;

impl Administration for Forget {
    type Output = ();

    async fn run(&self, transaction: &mut Transaction<'_>) -> Result<(), WriteError> {
        let all: Vec<AuditCheckpoint> = transaction.all(AuditCheckpoint::BY_CHAIN, &Key::new()).await?;
        for checkpoint in &all {
            transaction.delete(checkpoint).await?;
        }
        Ok(())
    }
}

#[tokio::test]
async fn old_records_that_are_delivered_are_removed_and_the_rest_verifies() {
    for engine in engines() {
        let world = World::new(engine).await;
        world.write(4).await;
        world.deliver().await;
        let before = world.count();

        world.remove_old(2).await;

        // Those of the first two days; the key and the checkpoint have a record each.
        assert_eq!(world.count(), before - 6 + 1, "{engine:?}");
        assert!(world.holds().await, "{engine:?}");
        world.write(3).await;
        world.deliver().await;
        world.remove_old(1).await;
        assert!(world.count() < before, "{engine:?}");
        assert!(world.holds().await, "{engine:?}");
    }
}

#[tokio::test]
async fn what_is_not_delivered_is_not_removed() {
    for engine in engines() {
        let world = World::new(engine).await;
        world.write(2).await;
        world.deliver().await;
        let delivered = world.count();
        world.write(5).await;

        world.remove_old(1).await;

        assert!(world.count() >= 15, "{engine:?}");
        assert!(world.count() < delivered + 15, "{engine:?}");
        assert!(world.holds().await, "{engine:?}");
    }
}

#[tokio::test]
async fn an_attempt_that_was_killed_leaves_chains_that_verify_and_the_next_goes_on() {
    for engine in engines() {
        let world = World::new(engine).await;
        world.write(4).await;
        world.deliver().await;
        let before = world.count();
        let retention = world.retention(2);

        let removals = retention.removals().await.expect("removals");
        retention.note(&removals).await.expect("checkpoints");
        // Killed: nothing is removed yet.
        assert!(world.holds().await, "{engine:?}");
        let first = &removals[0];
        let slice = RemoveSlice {
            chain: first.chain.clone(),
            after: 0,
            until: 1,
        };
        world.change(slice).await;
        // Killed again.
        assert!(world.holds().await, "{engine:?}");
        world.remove_old(2).await;

        assert_eq!(world.count(), before - 6 + 1, "{engine:?}");
        assert!(world.holds().await, "{engine:?}");
    }
}

#[tokio::test]
async fn records_that_are_removed_without_the_master_key_are_missed() {
    for engine in engines() {
        let world = World::new(engine).await;
        world.write(4).await;
        world.deliver().await;
        let Removal { chain, until, .. } = world.retention(2).removals().await.expect("removals").remove(0);
        let remove = || RemoveSlice {
            chain: chain.clone(),
            after: 0,
            until: until.sequence,
        };

        world.change(remove()).await;

        assert!(!world.holds().await, "{engine:?}: without a checkpoint");
        let mut forged = AuditCheckpoint {
            chain: chain.clone(),
            head: until,
            time: world.clock.now().into(),
            seal: String::new(),
        };
        let time = forged.time.milliseconds.to_be_bytes();
        forged.seal = ciphers(8)
            .newest()
            .encrypt(&label(&forged), &time, &*world.random);
        world.change(Add(forged)).await;
        assert!(
            !world.holds().await,
            "{engine:?}: with a checkpoint of another key"
        );
    }
}

#[tokio::test]
async fn a_checkpoint_of_before_does_not_hide_later_records() {
    for engine in engines() {
        let world = World::new(engine).await;
        world.write(4).await;
        world.deliver().await;
        world.remove_old(3).await;
        assert!(world.holds().await, "{engine:?}");
        let Removal {
            chain, first, until, ..
        } = world.retention(1).removals().await.expect("removals").remove(0);

        let remove = RemoveSlice {
            chain,
            after: first - 1,
            until: until.sequence,
        };
        world.change(remove).await;

        assert!(!world.holds().await, "{engine:?}");
        world.change(Forget).await;
        assert!(!world.holds().await, "{engine:?}");
    }
}
