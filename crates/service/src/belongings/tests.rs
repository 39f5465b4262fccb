use std::sync::Arc;

use roster_domain::clock::Clock;
use roster_domain::random::SystemEntropy;
use roster_domain::records::AssociatedType;
use roster_jobs::{Options, Runner};
use roster_model::ops::connect::workspaces::Visibility;
use roster_testkit::{Engine, MANAGED, Place, SteppedClock, change, look};

use serde_json::json;

use super::*;
use crate::Outbox;
use crate::notify::tests::{jobs, service};

/// So that few records take many transactions, and more than one job.
const FEW: Limits = Limits { slice: 2, slices: 3 };

const WORKSPACES: [u8; 2] = [1, 2];
const ASSOCIATIONS: u8 = 25;

struct World {
    /// Reads open its file again.
    _place: Place,
    clock: Arc<SteppedClock>,
    store: Arc<dyn Store>,
}

fn instance() -> Id {
    Id::parse(MANAGED).expect("an id")
}

fn workspace_id(number: u8) -> Id {
    Id::from_random([number; 16])
}

impl World {
    /// A store in which two workspaces that are not there have associations.
    async fn new(engine: Engine) -> Self {
        let place = engine.place();
        let (store, _) = service(&place, Outbox::default()).await;
        let adding = change(
            &*store,
            Box::new(|transaction| {
                Box::pin(async move {
                    for (workspace, number) in WORKSPACES
                        .iter()
                        .flat_map(|workspace| (0..ASSOCIATIONS).map(move |number| (*workspace, number)))
                    {
                        let association = WorkspaceAssociation {
                            instance_id: instance(),
                            workspace_id: workspace_id(workspace),
                            resource_type: AssociatedType::User,
                            resource_id: Id::from_random([100 + number; 16]),
                        };
                        transaction.insert(&association).await?;
                    }
                    Ok(())
                })
            }),
        );
        adding.await;
        Self {
            _place: place,
            clock: Arc::default(),
            store,
        }
    }

    /// Stores the job that removes what a workspace had.
    async fn enqueue(&self, workspace: u8) {
        let now = self.clock.now().into();
        let storing = change(
            &*self.store,
            Box::new(move |transaction| {
                let belongings = Belongings {
                    of: Owner::Workspace,
                    instance_id: instance(),
                    id: workspace_id(workspace),
                };
                let id = Id::from_random([99; 16]);
                Box::pin(roster_jobs::enqueue(
                    transaction,
                    id,
                    Belongings::JOB_TYPE,
                    json!(belongings),
                    now,
                    now,
                ))
            }),
        );
        storing.await;
    }

    /// Does jobs until none is left.
    async fn run_jobs(&self) {
        let removal = BelongingsRemoval::new(
            Arc::clone(&self.store),
            Arc::clone(&self.clock) as _,
            Arc::new(SystemEntropy::default()),
        )
        .within(FEW);
        let runner = Runner::new(
            Arc::clone(&self.store),
            Arc::clone(&self.clock) as _,
            Arc::new(SystemEntropy::default()),
            vec![Arc::new(removal)],
            Options::default(),
        );
        let until_none_is_left = async {
            while !jobs(&*self.store).await.is_empty() {
                tokio::task::yield_now().await;
            }
        };
        runner.run(until_none_is_left).await;
    }

    /// How many associations each workspace has.
    async fn associations(&self) -> [u64; 2] {
        let mut counts = [0; 2];
        for (count, workspace) in counts.iter_mut().zip(WORKSPACES) {
            *count = look(
                &*self.store,
                Box::new(move |rows| {
                    Box::pin(async move {
                        let all = WorkspaceAssociation::of_workspace(&instance(), &workspace_id(workspace));
                        rows.count(WorkspaceAssociation::KIND, &WorkspaceAssociation::BY_TERM, &all)
                            .await
                    })
                }),
            )
            .await;
        }
        counts
    }
}

#[tokio::test]
async fn what_belonged_to_a_deleted_workspace_is_removed_in_slices_and_nothing_else() {
    for engine in Engine::all() {
        let world = World::new(engine).await;
        world.enqueue(1).await;

        world.run_jobs().await;

        assert_eq!(world.associations().await, [0, u64::from(ASSOCIATIONS)]);
    }
}

#[tokio::test]
async fn a_workspace_that_is_there_again_keeps_what_belongs_to_it() {
    for engine in Engine::all() {
        let world = World::new(engine).await;
        let now = world.clock.now().into();
        let adding = change(
            &*world.store,
            Box::new(move |transaction| {
                Box::pin(async move {
                    let workspace = Workspace {
                        id: workspace_id(1),
                        instance_id: instance(),
                        name: "Desk".to_owned().into(),
                        description: None,
                        title: None,
                        theme: None,
                        visibility: Visibility::None,
                        tags: None,
                        created_time: now,
                        last_modified_time: now,
                        last_modified_region: "us-east-1".into(),
                    };
                    transaction.insert(&workspace).await
                })
            }),
        );
        adding.await;
        world.enqueue(1).await;

        world.run_jobs().await;

        assert_eq!(world.associations().await, [u64::from(ASSOCIATIONS); 2]);
    }
}

#[tokio::test]
async fn what_belonged_to_a_workspace_of_a_deleted_instance_is_left_to_the_removal_of_that() {
    for engine in Engine::all() {
        let world = World::new(engine).await;
        let deleting = change(
            &*world.store,
            Box::new(|transaction| {
                Box::pin(async move {
                    let key = Instance::key_of(&instance());
                    let found: Instance = transaction.get(&key).await?.expect("an instance");
                    Ok(transaction.delete(&found).await?)
                })
            }),
        );
        deleting.await;
        world.enqueue(1).await;

        world.run_jobs().await;

        assert_eq!(world.associations().await, [u64::from(ASSOCIATIONS); 2]);
    }
}
