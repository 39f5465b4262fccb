//! The worker that reads: waiting reads share one snapshot, which is taken after they were given.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use roster_store::StoreError;

use crate::batch;
use crate::batch_state::{BatchState, RecentRows};
use crate::failure::Failure;
use crate::mode::{Mode, RunOutcome};
use crate::queue::{Next, Queue, WaitingWork};
use crate::queued_work::{self, QueuedWork};
use crate::reconnecting_connection::ReconnectingConnection;
use crate::session::Session;

/// How often an idle reader checks whether the database is reachable.
const IDLE: Duration = Duration::from_secs(1);
/// How long a connection for long scans stays open without any.
const UNUSED: Duration = Duration::from_mins(1);
/// How many rows a scan may have read when it reads more: no less than the longest page of a list has.
const SHORT_SCAN_ROWS: usize = 1_000;

pub(crate) struct Reader {
    pub(crate) connection: ReconnectingConnection,
    pub(crate) queue: WaitingWork,
    pub(crate) limit: usize,
    pub(crate) recent: Option<RecentRows>,
    pub(crate) scans: Scans,
}

/// What a reader does with scans.
pub(crate) enum Scans {
    /// It runs all that are in its queue.
    All,
    /// It gives those that are too long to this queue.
    Short(Queue),
    /// It runs those that were too long for another. There may be none for a long time.
    Long,
}

impl Reader {
    /// Works until the queue is closed.
    pub(crate) async fn serve(mut self) {
        let is_seldom_used = matches!(self.scans, Scans::Long);
        let idle = if is_seldom_used { UNUSED } else { IDLE };
        loop {
            if !is_seldom_used {
                self.connection.wait_while_others_work().await;
            }
            match self.queue.next(self.limit, self.connection.clock(), idle).await {
                Next::Works(works) => self.run_batch(works).await,
                Next::Nothing if is_seldom_used => self.connection.close(),
                Next::Nothing => self.check_connection().await,
                Next::End => break,
            }
        }
    }

    async fn run_batch(&mut self, works: Vec<QueuedWork>) {
        self.connection.counters.busy_connections.add(1);
        self.read_until_done(works).await;
        self.connection.counters.busy_connections.subtract(1);
    }

    async fn read_until_done(&mut self, mut works: Vec<QueuedWork>) {
        loop {
            queued_work::fail_late(self.connection.take_late(&mut works));
            if works.is_empty() {
                return;
            }
            match self.read(&mut works).await {
                Ok(()) => {}
                Err(failure @ (Failure::Lost(_) | Failure::Conflict)) if !self.connection.is_given_up() => {
                    failure.count(&self.connection.counters);
                    self.connection.disconnect();
                    let deadline = self.connection.deadline_of(&works);
                    if self.connection.is_left_to_others(deadline).await {
                        works = self.queue.give_back(works);
                    }
                }
                Err(failure) => {
                    let error = StoreError::from(failure);
                    works.drain(..).for_each(|work| work.finish(Err(error.clone())));
                }
            }
        }
    }

    async fn read(&mut self, works: &mut Vec<QueuedWork>) -> Result<(), Failure> {
        let deadline = self.connection.deadline_of(works);
        let connection = self.connection.get(deadline).await?;
        let budget = match self.scans {
            Scans::All | Scans::Long => None,
            Scans::Short(_) => Some(SHORT_SCAN_ROWS),
        };
        let state = Mutex::new(BatchState::new(self.recent.take()).within(budget));
        let mut session = Session::new(connection, Mode::ReadOnly, 0);
        let read = batch::run(works, &state, &mut session).await;
        // The work does not wait for the end of the transaction.
        let read = read.map(|outcomes| finish(works, outcomes, &self.scans));
        let state = state.into_inner().unwrap_or_else(PoisonError::into_inner);
        self.recent = Some(state.into_recent());
        session.roll_back().await.and(read)
    }

    /// Checks the connection, so that health checks see whether the database is reachable.
    async fn check_connection(&mut self) {
        if let Ok(connection) = self.connection.get(self.connection.deadline()).await
            && connection.command("SELECT 1").await.is_err()
        {
            self.connection.disconnect();
        }
    }
}

fn finish(works: &mut Vec<QueuedWork>, outcomes: Vec<RunOutcome>, scans: &Scans) {
    for (work, outcome) in works.drain(..).zip(outcomes) {
        match outcome {
            RunOutcome::Kept => work.finish(Ok(())),
            RunOutcome::Undone(outcome) => work.finish(outcome),
            RunOutcome::TooLong => {
                if let Scans::Short(long_scans) = scans {
                    // If the worker of that queue has ended, dropping the work finishes it.
                    drop(long_scans.give(work));
                }
            }
            RunOutcome::NeedsExclusive | RunOutcome::Stale => {
                work.finish(Err(StoreError::Engine(
                    "a read was to run exclusively".to_owned(),
                )));
            }
        }
    }
}
