//! The worker that writes: it takes waiting work, runs it as a batch, commits it, and finishes each piece.
//!
//! A batch that conflicts with other transactions runs again, then in halves, down to single pieces, so that each piece gets
//! its own outcome.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use roster_domain::random::Random;
use roster_store::StoreError;

use crate::batch_state::{BatchState, RecentRows};
use crate::chain::Chain;
use crate::connection::Step;
use crate::failure::Failure;
use crate::mode::{Mode, RunOutcome};
use crate::queue::{Next, WaitingWork};
use crate::queued_work::{self, QueuedWork};
use crate::reconnecting_connection::ReconnectingConnection;
use crate::session::Session;
use crate::transaction_sql::{BEGIN_WRITE, READ_TO_WRITE, ROLL_BACK_TO_SAVEPOINT};
use crate::unique_number::unique_number;
use crate::write_statements::{self, WriteStatements};
use crate::{batch, range_locks, register};

/// How long an audit chain stays open without work.
const IDLE: Duration = Duration::from_mins(5);
/// How often a batch is tried as a whole before it is halved.
const BATCH_ATTEMPTS: u32 = 2;
/// How often a single piece is tried before it locks its rows: others could change them faster for ever.
const OPTIMISTIC_ATTEMPTS: u32 = 5;
/// How often a single piece is tried.
const ATTEMPTS: u32 = 40;

pub(crate) struct Committer {
    pub(crate) connection: ReconnectingConnection,
    pub(crate) queue: WaitingWork,
    pub(crate) limit: usize,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) chain: Option<Chain>,
    /// The last migration that this server knows.
    pub(crate) migration: i32,
    pub(crate) recent: Option<RecentRows>,
}

/// Some work that is to share a transaction.
struct Group {
    works: Vec<QueuedWork>,
    mode: Mode,
    attempt: u32,
}

/// The outcome of a transaction.
enum WriteOutcome {
    /// It is durable.
    Committed(Vec<RunOutcome>),
    /// It was rolled back.
    Failed(Failure),
    /// The connection was lost, and the outcome could not be found out.
    Unknown,
}

impl Committer {
    /// Works until the queue is closed.
    pub(crate) async fn serve(mut self) {
        loop {
            self.connection.wait_while_others_work().await;
            match self.queue.next(self.limit, self.connection.clock(), IDLE).await {
                Next::Works(works) => {
                    self.connection.counters.busy_connections.add(1);
                    self.run_batch(works).await;
                    self.connection.counters.busy_connections.subtract(1);
                }
                Next::Nothing => self.close_chain(self.connection.deadline()).await,
                Next::End => break,
            }
        }
        self.close_chain(self.connection.deadline()).await;
    }

    async fn run_batch(&mut self, works: Vec<QueuedWork>) {
        let mut groups = vec![Group {
            works,
            mode: Mode::Optimistic,
            attempt: 1,
        }];
        while let Some(mut group) = groups.pop() {
            let late = self.connection.take_late(&mut group.works);
            if !late.is_empty() {
                self.connection.counters.record_failed_commit();
                queued_work::fail_late(late);
            }
            if group.works.is_empty() {
                continue;
            }
            match self.write(&mut group).await {
                WriteOutcome::Committed(outcomes) => finish(group, outcomes, &mut groups),
                WriteOutcome::Failed(failure) => self.retry_or_fail(group, failure, &mut groups).await,
                WriteOutcome::Unknown => fail(group.works, &StoreError::Unknown),
            }
        }
    }

    /// Runs work again that could not be written, or fails it.
    async fn retry_or_fail(&mut self, mut group: Group, failure: Failure, groups: &mut Vec<Group>) {
        group.attempt += 1;
        failure.count(&self.connection.counters);
        if matches!(failure, Failure::Lost(_)) {
            // A late answer would be taken for the answer of the next statement.
            self.connection.disconnect();
        }
        match failure {
            Failure::Lost(_) if !self.connection.is_given_up() => {
                let deadline = self.connection.deadline_of(&group.works);
                if self.connection.is_left_to_others(deadline).await {
                    group.works = self.queue.give_back(group.works);
                }
                groups.push(group);
            }
            Failure::Conflict if group.works.len() > 1 && group.attempt > BATCH_ATTEMPTS => {
                halve(group, groups);
            }
            Failure::Conflict if group.attempt <= ATTEMPTS => {
                if group.attempt > OPTIMISTIC_ATTEMPTS {
                    group.mode = Mode::Exclusive;
                }
                self.back_off(group.attempt).await;
                groups.push(group);
            }
            // One piece may ask for something impossible; the others must not fail with it.
            Failure::Refused(StoreError::Engine(_) | StoreError::Corrupt(_)) if group.works.len() > 1 => {
                halve(group, groups);
            }
            Failure::Lost(_) | Failure::NoFreeConnection(_) | Failure::Conflict | Failure::Refused(_) => {
                let error = StoreError::from(failure);
                self.connection.counters.record_failed_commit();
                tracing::error!(%error, "work could not be written");
                fail(group.works, &error);
            }
        }
    }

    /// Waits for a short random time, so that committers do not conflict again.
    async fn back_off(&mut self, attempt: u32) {
        if attempt > BATCH_ATTEMPTS {
            let spread = unique_number(&*self.random).unsigned_abs() % u64::from(attempt.min(10));
            let pause = Duration::from_millis(1 + spread);
            self.connection.clock().sleep(pause).await;
        }
    }

    async fn write(&mut self, group: &mut Group) -> WriteOutcome {
        let deadline = self.connection.deadline_of(&group.works);
        if let Err(failure) = self.prepare(deadline).await {
            return WriteOutcome::Failed(failure);
        }
        let begun_at = self.connection.clock().instant();
        let version = unique_number(&*self.random);
        // Exclusive work writes before its queries, and must not use a row that may have changed.
        let recent = match group.mode {
            Mode::Optimistic | Mode::ReadOnly => self.recent.take(),
            Mode::Exclusive => None,
        };
        let state = Mutex::new(BatchState::new(recent));
        let Ok(connection) = self.connection.get(deadline).await else {
            return WriteOutcome::Failed(Failure::Lost("just now".to_owned()));
        };
        let mut session = Session::new(connection, group.mode, version);
        let outcomes = match batch::run(&mut group.works, &state, &mut session).await {
            Ok(outcomes) => outcomes,
            Err(failure) => {
                let undone = session.roll_back().await;
                return WriteOutcome::Failed(undone.err().unwrap_or(failure));
            }
        };
        let state = state
            .into_inner()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let written =
            if state.is_empty() && !(group.mode == Mode::Exclusive && outcomes == [RunOutcome::Kept]) {
                match session.roll_back().await {
                    Ok(()) => WriteOutcome::Committed(outcomes),
                    Err(failure) => WriteOutcome::Failed(failure),
                }
            } else {
                let begun = session.begun.then_some(group.mode);
                let works = outcomes.len();
                let written = self.commit(&state, begun, version, outcomes, deadline).await;
                if let WriteOutcome::Committed(_) = written {
                    let (took, records) = (self.since(begun_at), state.audit.len() as u64);
                    self.connection.counters.record_commit(works, took, records);
                }
                written
            };
        if matches!(written, WriteOutcome::Committed(_)) && group.mode != Mode::Exclusive {
            self.recent = Some(state.into_recent());
        }
        written
    }

    fn since(&self, begun_at: Instant) -> Duration {
        let now = self.connection.clock().instant();
        now.saturating_duration_since(begun_at)
    }

    /// Makes sure that there is a connection and an open chain.
    async fn prepare(&mut self, deadline: Instant) -> Result<(), Failure> {
        let connection = self.connection.get(deadline).await?;
        if self.chain.is_none() {
            register::close_expired(connection).await?;
            self.chain = Some(Chain::open(connection, &*self.random, self.migration).await?);
        }
        Ok(())
    }

    async fn commit(
        &mut self,
        state: &BatchState,
        begun: Option<Mode>,
        version: i64,
        outcomes: Vec<RunOutcome>,
        deadline: Instant,
    ) -> WriteOutcome {
        // On a new connection no transaction is open: each statement would be one of its own.
        let Some(connection) = self.connection.current() else {
            return WriteOutcome::Failed(Failure::Lost("just now".to_owned()));
        };
        let Some(mut chain) = self.chain.take() else {
            return WriteOutcome::Failed(Failure::Lost("just now".to_owned()));
        };
        let WriteStatements {
            steps: writes,
            structural,
            changed_ranges,
        } = write_statements::writes(&state.snapshot, &state.write_set, &state.read_set, version);
        let mut steps = Vec::with_capacity(writes.len() + 6);
        if begun != Some(Mode::Exclusive) {
            steps.push(Step::Command(if begun.is_some() {
                READ_TO_WRITE
            } else {
                BEGIN_WRITE
            }));
            steps.extend(range_locks::steps(&state.read_set, &changed_ranges, structural));
        } else if outcomes != [RunOutcome::Kept] {
            // It has written before its queries.
            steps.push(Step::Command(ROLL_BACK_TO_SAVEPOINT));
        }
        steps.extend(writes);
        let (links, next) = match chain.append_steps(&state.audit, version, &*self.random) {
            Ok(appended) => appended,
            Err(error) => {
                self.chain = Some(chain);
                return WriteOutcome::Failed(error.into());
            }
        };
        steps.extend(links);
        let last_link = steps.len() - 1;
        steps.push(Step::Command("COMMIT"));
        match connection.send(&steps).await {
            Ok(_) => {
                self.continue_chain(next, deadline).await;
                WriteOutcome::Committed(outcomes)
            }
            Err((_, Failure::Lost(reason))) => {
                tracing::warn!(reason, "the connection was lost while a batch was written");
                self.connection.disconnect();
                match self.resolve(&mut chain, &next, deadline).await {
                    Some(true) => {
                        self.chain = Some(next);
                        WriteOutcome::Committed(outcomes)
                    }
                    Some(false) => {
                        self.chain = Some(chain);
                        WriteOutcome::Failed(Failure::Conflict)
                    }
                    None => WriteOutcome::Unknown,
                }
            }
            Err((step, failure)) => {
                // If the chain itself failed, another process has closed it: the next batch opens another.
                if step != last_link {
                    self.chain = Some(chain);
                }
                match connection.command("ROLLBACK").await {
                    Ok(()) => WriteOutcome::Failed(failure),
                    Err(failure) => WriteOutcome::Failed(failure),
                }
            }
        }
    }

    /// Keeps the chain for the next batch, or closes it if its day is over.
    async fn continue_chain(&mut self, chain: Chain, deadline: Instant) {
        let is_over = chain.is_over();
        self.chain = Some(chain);
        if is_over {
            self.close_chain(deadline).await;
        }
    }

    /// Finds out whether a batch was committed whose answer was lost; `None` if that fails until the deadline.
    async fn resolve(&mut self, chain: &mut Chain, next: &Chain, deadline: Instant) -> Option<bool> {
        let fence = unique_number(&*self.random);
        loop {
            let resolved = match self.connection.get(deadline).await {
                Ok(connection) => chain.resolve(next, connection, fence).await,
                Err(failure) => Err(failure),
            };
            match resolved {
                Ok(resolved) => return resolved,
                Err(failure) => {
                    tracing::warn!(%failure, "it is not yet known whether a batch was written");
                    if matches!(failure, Failure::Lost(_)) {
                        self.connection.disconnect();
                    }
                    if self.connection.clock().instant() >= deadline {
                        return None;
                    }
                }
            }
        }
    }

    async fn close_chain(&mut self, deadline: Instant) {
        if let Some(chain) = self.chain.take()
            && let Ok(connection) = self.connection.get(deadline).await
            && let Err(failure) = chain.close(connection).await
        {
            // Another committer closes it when it has expired.
            tracing::warn!(%failure, "a chain of audit records could not be closed");
        }
    }
}

fn finish(group: Group, outcomes: Vec<RunOutcome>, groups: &mut Vec<Group>) {
    for (work, outcome) in group.works.into_iter().zip(outcomes) {
        match outcome {
            RunOutcome::Kept => work.finish(Ok(())),
            RunOutcome::Undone(outcome) => work.finish(outcome),
            RunOutcome::NeedsExclusive | RunOutcome::Stale | RunOutcome::TooLong => groups.push(Group {
                works: vec![work],
                mode: Mode::Exclusive,
                attempt: 1,
            }),
        }
    }
}

fn fail(works: Vec<QueuedWork>, error: &StoreError) {
    for work in works {
        work.finish(Err(error.clone()));
    }
}

fn halve(mut group: Group, groups: &mut Vec<Group>) {
    let second = group.works.split_off(group.works.len() / 2);
    for works in [second, group.works] {
        groups.push(Group {
            works,
            mode: group.mode,
            attempt: 1,
        });
    }
}
