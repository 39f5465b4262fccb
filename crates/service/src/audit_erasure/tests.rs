use roster_domain::audit::ERASED;
use roster_domain::random::SystemEntropy;
use roster_jobs::{Options, Runner};
use roster_testkit::{Engine, MANAGED, Place, SteppedClock};

use super::*;
use crate::notify::tests::jobs;
use crate::write_audit_record;

const USERS: [&str; 2] = ["ana", "mary"];
const RECORDS: u64 = 25;

fn arn(user: &str) -> String {
    format!("arn:aws:connect:us-east-1:123456789012:instance/{MANAGED}/agent/{user}")
}

struct World {
    place: Place,
    clock: Arc<SteppedClock>,
    store: Arc<dyn Store>,
}

impl World {
    /// A store with changes of two users in turns.
    async fn new(engine: Engine) -> Self {
        let place = engine.place();
        let world = Self {
            store: place.open(3),
            place,
            clock: Arc::default(),
        };
        for number in 0..RECORDS {
            for user in USERS {
                world.write(user, &format!("{user}-{number}")).await;
            }
        }
        world
    }

    async fn write(&self, user: &str, name: &str) {
        let change = Change {
            record: User::KIND.name.to_owned(),
            member: "Username".to_owned(),
            after: Some(name.into()),
            ..Change::default()
        };
        let record = AuditRecord {
            time: self.clock.now().into(),
            resource: Some(arn(user)),
            changes: vec![change],
            ..AuditRecord::default()
        };
        write_audit_record(&*self.store, record).await.expect("a record");
    }

    /// What erases few records at once.
    fn erasure(&self) -> AuditErasure {
        AuditErasure {
            chunk: 4,
            chunks: 3,
            ..AuditErasure::new(
                Arc::clone(&self.store),
                Arc::clone(&self.clock) as _,
                Arc::new(SystemEntropy::default()),
            )
        }
    }

    async fn enqueue(&self) {
        let now = self.clock.now().into();
        let storing = roster_testkit::change(
            &*self.store,
            Box::new(move |transaction| {
                let (id, payload) = (Id::from_random([99; 16]), json!(of_mary()));
                Box::pin(roster_jobs::enqueue(transaction, id, JOB_TYPE, payload, now, now))
            }),
        );
        storing.await;
    }

    /// Does jobs until none is left.
    async fn run_jobs(&self) {
        let runner = Runner::new(
            Arc::clone(&self.store),
            Arc::clone(&self.clock) as _,
            Arc::new(SystemEntropy::default()),
            vec![Arc::new(self.erasure())],
            Options::default(),
        );
        let until_none_is_left = async {
            while !jobs(&*self.store).await.is_empty() {
                tokio::task::yield_now().await;
            }
        };
        runner.run(until_none_is_left).await;
    }

    /// The values in the changes of the records about a user, the newest first.
    async fn values(&self, user: &str) -> Vec<String> {
        let read = ReadChunk {
            before: u64::MAX,
            limit: 1_000,
        };
        let records = query(&*self.store, ReadKind::Scan, read)
            .await
            .expect("the audit");
        let records = records.iter().map(|chained| chained.record().expect("a record"));
        let of_user = records.filter(|record| record.resource.as_deref() == Some(&arn(user)));
        let changes = of_user.flat_map(|record| record.changes);
        let values = changes.filter_map(|change| change.after.map(|after| after.to_string()));
        values.collect()
    }
}

fn of_mary() -> Erasure {
    Erasure {
        account_region: AccountRegion::of_region("123456789012", "us-east-1").expect("a Region"),
        user: arn("mary"),
        before: None,
        erased: Erased::default(),
    }
}

fn erased(count: u64) -> Vec<String> {
    (0..count).map(|_| format!("{ERASED:?}")).collect()
}

#[tokio::test]
async fn all_values_of_a_user_are_erased_by_several_jobs_and_those_of_others_stay() {
    for engine in Engine::all() {
        let world = World::new(engine).await;
        world.enqueue().await;

        world.run_jobs().await;

        let values = world.values("mary").await;
        let (of_erasure, of_changes) = values.split_at(3);
        assert_eq!(of_erasure[0], RECORDS.to_string());
        assert_eq!(of_changes, erased(RECORDS));
        let ana = world.values("ana").await;
        assert_eq!(ana.len() as u64, RECORDS);
        assert_eq!(ana[0], "\"ana-24\"");
    }
}

#[tokio::test]
async fn an_attempt_that_was_killed_leaves_the_rest_and_the_count_to_the_next() {
    for engine in Engine::all() {
        let world = World::new(engine).await;
        world.enqueue().await;

        // The server dies before it stores how far the attempt has come.
        let is_done = world.erasure().erase_chunks(&mut of_mary()).await;
        assert_eq!(is_done, Ok(false));
        assert_eq!(world.values("mary").await[..6], erased(6));
        world.run_jobs().await;

        let values = world.values("mary").await;
        assert_eq!(values[0], RECORDS.to_string());
        assert_eq!(values[3..], erased(RECORDS));
    }
}

#[tokio::test]
async fn no_byte_of_the_values_stays_in_the_file_or_its_log() {
    let world = World::new(Engine::SqliteFile).await;
    let Place::Directory(directory) = &world.place else {
        panic!("a file");
    };
    let found = |text: &str| {
        ["roster.db", "roster.db-wal"].iter().any(|name| {
            let bytes = std::fs::read(directory.path().join(name)).expect("a file");
            bytes.windows(text.len()).any(|bytes| bytes == text.as_bytes())
        })
    };
    assert!(found("mary-24") && found("ana-24"));
    world.enqueue().await;

    world.run_jobs().await;

    assert!(found("ana-24"));
    for number in 0..RECORDS {
        assert!(!found(&format!("mary-{number}\"")), "{number}");
    }
}
