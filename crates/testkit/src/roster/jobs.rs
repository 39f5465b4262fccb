//! The jobs of the roster under test, done when a test says so.

use std::sync::Arc;

use roster_domain::clock::Clock;
use roster_domain::random::{Random, SystemEntropy};
use roster_jobs::{Handler, Options, Runner};
use roster_service::{AuditErasure, BelongingsRemoval, InstanceRemoval};
use roster_store::Store;

use super::Roster;

impl Roster {
    /// Does the jobs that remove what deleted instances held, until there is none.
    pub async fn remove_deleted_instances(&self) {
        self.do_jobs(|store, clock, random| Arc::new(InstanceRemoval::new(store, clock, random)))
            .await;
    }

    /// Does the jobs that remove what belonged to deleted resources, until there is none.
    pub async fn remove_belongings(&self) {
        self.do_jobs(|store, clock, random| Arc::new(BelongingsRemoval::new(store, clock, random)))
            .await;
    }

    /// Does the jobs that erase personal values from the audit, until there is none.
    pub async fn erase_audit_records(&self) {
        self.do_jobs(|store, clock, random| Arc::new(AuditErasure::new(store, clock, random)))
            .await;
    }

    /// Does the jobs of a handler, until there is none.
    async fn do_jobs(
        &self,
        handler: impl FnOnce(Arc<dyn Store>, Arc<dyn Clock>, Arc<dyn Random>) -> Arc<dyn Handler>,
    ) {
        let store = Arc::clone(&self.running.store);
        let clock = Arc::clone(&self.clock) as Arc<dyn Clock>;
        let random: Arc<dyn Random> = Arc::new(SystemEntropy::default());
        let handler = handler(Arc::clone(&store), Arc::clone(&clock), Arc::clone(&random));
        let job_type = handler.job_type();
        let handlers = vec![handler];
        let runner = Runner::new(Arc::clone(&store), clock, random, handlers, Options::default());
        let until_none_is_left = async {
            loop {
                let jobs = roster_jobs::list(&*store, None, usize::MAX).await;
                let jobs = jobs.expect("the store works");
                if jobs.iter().all(|job| job.job_type != job_type) {
                    break;
                }
                tokio::task::yield_now().await;
            }
        };
        runner.run(until_none_is_left).await;
    }
}
