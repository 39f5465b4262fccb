use std::cell::Cell;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use roster_domain::audit::AuditRecord;
use roster_domain::clock::Clock;
use roster_domain::random::SystemEntropy;
use roster_domain::records::{Job, PasswordHash, User};
use roster_domain::{Caller, Principal};
use roster_jobs::{Handler as _, Options, Runner};
use roster_model::operation::{Description, Operation};
use roster_model::ops::connect::instances::DeleteInstance;
use roster_model::ops::connect::users::UpdateUserIdentityInfo;
use roster_testkit::{
    BreakableStore, Breakpoint, Engine, Event, MANAGED, MARY, Place, SAM, SAML, SteppedClock, change, look,
    remains,
};
use serde_json::{Value, json};

use super::*;
use crate::access::Permission;
use crate::invocation::{ExceptionText, Invocation};
use crate::notify::tests::{jobs, service};
use crate::{Outbox, Service, demo};

/// How many users are added at once: few enough for the time that the database has.
const AT_ONCE: usize = 100;

/// So that few records take many transactions, and more than one job.
const FEW: Limits = Limits { slice: 2, slices: 30 };

struct World {
    place: Place,
    clock: Arc<SteppedClock>,
    store: Arc<dyn Store>,
    service: Service,
}

fn id(text: &str) -> Id {
    Id::parse(text).expect("an id")
}

/// The id of a user that a test makes.
fn numbered(number: usize) -> Id {
    let mut bytes = [0x77; 16];
    bytes[8..].copy_from_slice(&number.to_be_bytes());
    Id::from_random(bytes)
}

impl World {
    async fn new(engine: Engine) -> Self {
        let place = engine.place();
        let (store, service) = service(&place, Outbox::default()).await;
        Self {
            place,
            clock: Arc::default(),
            store,
            service,
        }
    }

    /// Adds users with passwords to the managed instance of the demonstration.
    async fn add_users(&self, numbers: Range<usize>) {
        for first in numbers.clone().step_by(AT_ONCE) {
            let numbers = first..numbers.end.min(first + AT_ONCE);
            let adding = change(
                &*self.store,
                Box::new(move |transaction| {
                    let numbers = numbers.clone();
                    Box::pin(async move {
                        let mary: Option<User> =
                            transaction.get(&User::key_of(&id(MANAGED), &id(MARY))).await?;
                        let mary = mary.expect("Mary");
                        for number in numbers {
                            let user = User {
                                id: numbered(number),
                                username: format!("user-{number}"),
                                ..mary.clone()
                            };
                            transaction.insert(&user).await?;
                            let password = PasswordHash {
                                instance_id: user.instance_id,
                                user_id: user.id,
                                password: "$argon2id$".to_owned(),
                            };
                            transaction.insert(&password).await?;
                        }
                        Ok(())
                    })
                }),
            );
            adding.await;
        }
    }

    async fn execute(&self, operation: &'static Description, input: Value) {
        let caller = Caller {
            account_region: roster_domain::AccountRegion::of_region(demo::ACCOUNT, demo::REGION)
                .expect("a Region"),
            principal: Principal::Root,
        };
        let invocation = Invocation::new(
            operation,
            Arc::new(caller),
            self.clock.now().into(),
            Permission::Decided(None),
            AuditRecord::default,
            |refusal, _| ExceptionText {
                code: "Refused".to_owned(),
                message: refusal.to_string(),
            },
        );
        let done = self.service.execute(invocation, input).await;
        done.expect("the operation succeeds");
    }

    async fn delete_instance(&self) {
        let input = json!({"InstanceId": MANAGED});
        self.execute(DeleteInstance::DESCRIPTION, input).await;
    }

    fn removal(&self, store: &Arc<dyn Store>, limits: Limits) -> InstanceRemoval {
        let clock = Arc::clone(&self.clock) as Arc<dyn Clock>;
        InstanceRemoval::new(Arc::clone(store), clock, Arc::new(SystemEntropy::default())).within(limits)
    }

    /// Does jobs on a store until `stop` ends.
    async fn run_jobs(&self, store: &Arc<dyn Store>, limits: Limits, stop: impl Future<Output = ()>) {
        let runner = Runner::new(
            Arc::clone(store),
            Arc::clone(&self.clock) as _,
            Arc::new(SystemEntropy::default()),
            vec![Arc::new(self.removal(store, limits))],
            Options::default(),
        );
        runner.run(stop).await;
    }

    async fn no_job_is_left(&self) {
        while !jobs(&*self.store).await.is_empty() {
            tokio::task::yield_now().await;
        }
    }

    /// What is left of the managed instance with these users.
    async fn remains(&self, numbers: Range<usize>) -> u64 {
        let users = numbers.map(numbered).collect();
        look(&*self.store, remains(&id(MANAGED), users)).await
    }

    async fn is_deleted(&self) -> bool {
        let asked = query(&*self.store, ReadKind::Point, IsDeleted(id(MANAGED))).await;
        asked.expect("the store works")
    }
}

#[tokio::test]
async fn a_removal_survives_the_death_of_its_server_before_and_behind_transactions() {
    for engine in Engine::all() {
        let world = World::new(engine).await;
        // An odd number: each second death is before a transaction, the others are behind one.
        for at in (0..).step_by(13) {
            let users = at * 5..(at + 1) * 5;
            world.add_users(users.clone()).await;
            world.delete_instance().await;
            let breakpoint = Breakpoint::new(Event::Halt, at);
            let doomed: Arc<dyn Store> = Arc::new(BreakableStore {
                store: Arc::clone(&world.store),
                breakpoint: Arc::clone(&breakpoint),
            });

            tokio::select! {
                () = breakpoint.reached() => {}
                () = world.run_jobs(&doomed, FEW, world.no_job_is_left()) => {}
            }
            world.clock.advance(Duration::from_mins(5));
            world.run_jobs(&world.store, FEW, world.no_job_is_left()).await;

            assert_eq!(world.remains(users).await, 0, "killed at step {at}");
            assert!(!world.is_deleted().await);
            seed(&world).await;
            if !breakpoint.is_reached() {
                // Before and after each table, and users have several slices.
                let all = KINDS_OF_AN_INSTANCE.iter().copied().flat_map(tables);
                assert!(at > 2 * all.count(), "{at}");
                break;
            }
        }
    }
}

async fn seed(world: &World) {
    let seeded = demo::seed(&world.service, world.clock.now().into(), "again".to_owned()).await;
    seeded.expect("the demonstration");
}

#[tokio::test]
async fn several_servers_remove_one_instance_together() {
    for engine in Engine::all() {
        let world = World::new(engine).await;
        world.add_users(0..90).await;
        world.delete_instance().await;
        let limits = Limits {
            slice: 7,
            slices: usize::MAX,
        };
        let other = if world.place.can_be_shared() {
            world.place.open(3)
        } else {
            Arc::clone(&world.store)
        };
        let [job] = jobs(&*world.store).await.try_into().expect("one job");

        let (one, another) = (world.removal(&world.store, limits), world.removal(&other, limits));
        let (one, another) = tokio::join!(one.run(&job), another.run(&job));

        assert!(one.is_ok() && another.is_ok());
        assert_eq!(world.remains(0..90).await, 0);
    }
}

#[tokio::test]
async fn an_instance_of_thousands_of_users_is_removed_beside_updates_of_another() {
    const USERS: usize = 12_000;
    for engine in Engine::all() {
        let world = World::new(engine).await;
        world.add_users(0..USERS).await;
        world.delete_instance().await;
        let (is_removed, updates) = (Cell::new(false), Cell::new(0));

        let removing = async {
            world
                .run_jobs(&world.store, Limits::USUAL, world.no_job_is_left())
                .await;
            is_removed.set(true);
        };
        let updating = async {
            while !is_removed.get() {
                let info = json!({"FirstName": format!("Sam {}", updates.get()), "LastName": "Santos"});
                let input = json!({"InstanceId": SAML, "UserId": SAM, "IdentityInfo": info});
                world.execute(UpdateUserIdentityInfo::DESCRIPTION, input).await;
                updates.set(updates.get() + 1);
            }
        };
        tokio::join!(removing, updating);

        assert_eq!(world.remains(0..USERS).await, 0);
        assert!(!world.is_deleted().await);
        // A transaction that removes all would leave room for one or two.
        assert!(
            updates.get() > USERS / Limits::USUAL.slice / 2,
            "{}",
            updates.get()
        );
    }
}

#[tokio::test]
async fn a_demonstration_that_is_still_being_removed_is_made_anew_without_what_it_held() {
    for engine in Engine::all() {
        let world = World::new(engine).await;
        world.add_users(0..150).await;
        world.delete_instance().await;

        seed(&world).await;

        let made = world.remains(0..150).await;
        let fresh = World::new(engine).await;
        assert_eq!(made, fresh.remains(0..150).await);
        world
            .run_jobs(&world.store, Limits::USUAL, world.no_job_is_left())
            .await;
        assert_eq!(
            world.remains(0..150).await,
            made,
            "the job finds a living instance"
        );
    }
}

#[tokio::test]
async fn a_removal_of_nothing_that_was_deleted_is_done() {
    for engine in Engine::all() {
        let world = World::new(engine).await;
        let before = world.remains(0..1).await;
        let job = Job::new(
            numbered(1),
            InstanceContents::JOB_TYPE.to_owned(),
            json!(InstanceContents {
                instance_id: id(MANAGED)
            }),
            world.clock.now().into(),
        );

        let done = world.removal(&world.store, FEW).run(&job).await;

        assert!(done.is_ok());
        assert_eq!(world.remains(0..1).await, before);
    }
}
