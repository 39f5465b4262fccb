//! Whoever writes: takes what waits, runs it as a batch, commits it, and tells each piece its own end.
//!
//! When a batch does not fit what others have done meanwhile, it is done again, and in halves when
//! that does not help, down to single pieces: so each hears what became of it, not of its neighbours.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use roster_domain::random::Random;
use roster_store::StoreError;
use tokio::time::Instant;

use crate::base::{Recent, Shared};
use crate::batch;
use crate::chain::{self, Chain};
use crate::connection::Step;
use crate::failure::Failure;
use crate::flush::{self, LOCK_SHARED, Writes};
use crate::job::{self, Job};
use crate::line::Line;
use crate::queue::{Next, Waiting};
use crate::rows::{Ending, Mode};
use crate::session::{BACK_TO_MARK, Session, WRITE, WRITE_NEXT};

/// How long a chain of audit records stays open when nothing comes.
const IDLE: Duration = Duration::from_mins(5);
/// How often a batch is tried as a whole before it is halved.
const TOGETHER: u32 = 2;
/// How often a single piece is tried.
const ATTEMPTS: u32 = 40;

pub(crate) struct Committer {
    pub(crate) line: Line,
    pub(crate) queue: Waiting,
    pub(crate) limit: usize,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) chain: Option<Chain>,
    pub(crate) recent: Option<Recent>,
}

/// Some work that is to share a transaction.
struct Group {
    jobs: Vec<Job>,
    mode: Mode,
    attempt: u32,
}

/// What became of a transaction.
enum Written {
    /// It is durable.
    Committed(Vec<Ending>),
    /// It has left nothing.
    Failed(Failure),
    /// The connection was lost, and what the server made of it nobody could find out.
    Unknown,
}

impl Committer {
    /// Works until nothing will come any more.
    pub(crate) async fn serve(mut self) {
        loop {
            self.line.ready().await;
            match self.queue.next(self.limit, IDLE).await {
                Next::Jobs(jobs) => {
                    self.line.tally.busy.rise(1);
                    self.carry_out(jobs).await;
                    self.line.tally.busy.fall(1);
                }
                Next::Nothing => self.close_chain(self.line.waits_until()).await,
                Next::End => break,
            }
        }
        self.close_chain(self.line.waits_until()).await;
    }

    async fn carry_out(&mut self, jobs: Vec<Job>) {
        let mut groups = vec![Group {
            jobs,
            mode: Mode::Share,
            attempt: 1,
        }];
        while let Some(mut group) = groups.pop() {
            let late = job::late(&mut group.jobs, self.line.patience());
            if !late.is_empty() {
                self.line.tally.failed();
                job::end_late(late);
            }
            if group.jobs.is_empty() {
                continue;
            }
            match self.write(&mut group).await {
                Written::Committed(endings) => finish(group, endings, &mut groups),
                Written::Failed(failure) => self.again(group, failure, &mut groups).await,
                Written::Unknown => fail(group.jobs, &StoreError::Unknown),
            }
        }
    }

    /// Decides what becomes of work that could not be written.
    async fn again(&mut self, mut group: Group, failure: Failure, groups: &mut Vec<Group>) {
        group.attempt += 1;
        failure.count(&self.line.tally);
        if matches!(failure, Failure::Lost(_)) {
            // Whatever it says yet answers what is over.
            self.line.let_go();
        }
        match failure {
            Failure::Lost(_) if !self.line.is_given_up() => {
                let until = job::until(&group.jobs, self.line.patience());
                if self.line.leaves_it_to_others(until).await {
                    group.jobs = self.queue.give_back(group.jobs);
                }
                groups.push(group);
            }
            Failure::Conflict if group.jobs.len() > 1 && group.attempt > TOGETHER => halve(group, groups),
            Failure::Conflict if group.attempt <= ATTEMPTS => {
                self.step_back(group.attempt).await;
                groups.push(group);
            }
            // One of them asks for what cannot be; the others have nothing to do with it.
            Failure::Refused(StoreError::Engine(_) | StoreError::Corrupt(_)) if group.jobs.len() > 1 => {
                halve(group, groups);
            }
            Failure::Lost(_) | Failure::Crowded(_) | Failure::Conflict | Failure::Refused(_) => {
                let error = StoreError::from(failure);
                self.line.tally.failed();
                tracing::error!(%error, "work could not be written");
                fail(group.jobs, &error);
            }
        }
    }

    /// Waits a little, and each committer another little, so that they do not meet again.
    async fn step_back(&mut self, attempt: u32) {
        if attempt > TOGETHER {
            let spread = chain::number(&*self.random).unsigned_abs() % u64::from(attempt.min(10));
            tokio::time::sleep(Duration::from_millis(1 + spread)).await;
        }
    }

    async fn write(&mut self, group: &mut Group) -> Written {
        let until = job::until(&group.jobs, self.line.patience());
        if let Err(failure) = self.prepare(until).await {
            return Written::Failed(failure);
        }
        let begun_at = Instant::now();
        let version = chain::number(&*self.random);
        // Whoever is alone writes as it goes along, and must not be mistaken.
        let recent = match group.mode {
            Mode::Share | Mode::Look => self.recent.take(),
            Mode::Alone => None,
        };
        let shared = Mutex::new(Shared::new(recent));
        let Ok(connection) = self.line.connection(until).await else {
            return Written::Failed(Failure::Lost("just now".to_owned()));
        };
        let mut session = Session::new(connection, group.mode, version);
        let endings = match batch::run(&mut group.jobs, &shared, &mut session).await {
            Ok(endings) => endings,
            Err(failure) => {
                let undone = session.roll_back().await;
                return Written::Failed(undone.err().unwrap_or(failure));
            }
        };
        let shared = shared
            .into_inner()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let written = if shared.is_clean() && !(group.mode == Mode::Alone && endings == [Ending::Kept]) {
            match session.roll_back().await {
                Ok(()) => Written::Committed(endings),
                Err(failure) => Written::Failed(failure),
            }
        } else {
            let begun = session.begun.then_some(group.mode);
            let works = endings.len();
            let written = self.commit(&shared, begun, version, endings, until).await;
            if let Written::Committed(_) = written {
                let (took, records) = (begun_at.elapsed(), shared.audit.len() as u64);
                self.line.tally.committed(works, took, records);
            }
            written
        };
        if matches!(written, Written::Committed(_)) && group.mode != Mode::Alone {
            self.recent = Some(shared.remember());
        }
        written
    }

    /// Sees to it that there is a connection, and a chain to go on with.
    async fn prepare(&mut self, until: Instant) -> Result<(), Failure> {
        let connection = self.line.connection(until).await?;
        if self.chain.is_none() {
            chain::close_expired(connection).await?;
            self.chain = Some(Chain::open(connection, &*self.random).await?);
        }
        Ok(())
    }

    async fn commit(
        &mut self,
        shared: &Shared,
        begun: Option<Mode>,
        version: i64,
        endings: Vec<Ending>,
        until: Instant,
    ) -> Written {
        // A new one knows nothing of what was begun: it would take each statement for a transaction.
        let Some(connection) = self.line.same() else {
            return Written::Failed(Failure::Lost("just now".to_owned()));
        };
        let Some(mut chain) = self.chain.take() else {
            return Written::Failed(Failure::Lost("just now".to_owned()));
        };
        let Writes {
            steps: writes,
            structural,
        } = flush::writes(&shared.base, &shared.left, &shared.relied, version);
        let mut steps = Vec::with_capacity(writes.len() + 6);
        if begun != Some(Mode::Alone) {
            steps.push(Step::Command(if begun.is_some() { WRITE_NEXT } else { WRITE }));
            steps.extend(structural.then(|| Step::Statement(LOCK_SHARED, Vec::new())));
        } else if endings != [Ending::Kept] {
            // It has written as it went along.
            steps.push(Step::Command(BACK_TO_MARK));
        }
        steps.extend(writes);
        let (links, next) = chain.go_on(&shared.audit, version, &*self.random);
        steps.extend(links);
        let last_link = steps.len() - 1;
        steps.push(Step::Command("COMMIT"));
        match connection.send(&steps).await {
            Ok(_) => {
                self.go_on_with(next, &shared.audit, until).await;
                Written::Committed(endings)
            }
            Err((_, Failure::Lost(reason))) => {
                tracing::warn!(reason, "the connection was lost while a batch was written");
                self.line.let_go();
                match self.settle(&mut chain, &next, until).await {
                    Some(true) => {
                        self.chain = Some(next);
                        Written::Committed(endings)
                    }
                    Some(false) => {
                        self.chain = Some(chain);
                        Written::Failed(Failure::Conflict)
                    }
                    None => Written::Unknown,
                }
            }
            Err((step, failure)) => {
                // Who has lost the chain to somebody else begins another.
                if step != last_link {
                    self.chain = Some(chain);
                }
                match connection.command("ROLLBACK").await {
                    Ok(()) => Written::Failed(failure),
                    Err(failure) => Written::Failed(failure),
                }
            }
        }
    }

    /// Goes on with the chain, or closes it if its day is over.
    async fn go_on_with(&mut self, chain: Chain, records: &[crate::base::AuditBody], until: Instant) {
        let is_over = chain.is_over(records);
        self.chain = Some(chain);
        if is_over {
            self.close_chain(until).await;
        }
    }

    /// Finds out what became of a batch, for as long as it is waited for.
    async fn settle(&mut self, chain: &mut Chain, next: &Chain, until: Instant) -> Option<bool> {
        let fence = chain::number(&*self.random);
        loop {
            let settled = match self.line.connection(until).await {
                Ok(connection) => chain.settle(next, connection, fence).await,
                Err(failure) => Err(failure),
            };
            match settled {
                Ok(settled) => return settled,
                Err(failure) => {
                    tracing::warn!(%failure, "it is not yet known whether a batch was written");
                    if matches!(failure, Failure::Lost(_)) {
                        self.line.let_go();
                    }
                    if Instant::now() >= until {
                        return None;
                    }
                }
            }
        }
    }

    async fn close_chain(&mut self, until: Instant) {
        if let Some(chain) = self.chain.take()
            && let Ok(connection) = self.line.connection(until).await
            && let Err(failure) = chain.close(connection).await
        {
            // Somebody will find it expired.
            tracing::warn!(%failure, "a chain of audit records could not be closed");
        }
    }
}

fn finish(group: Group, endings: Vec<Ending>, groups: &mut Vec<Group>) {
    for (job, ending) in group.jobs.into_iter().zip(endings) {
        match ending {
            Ending::Kept => job.finish(Ok(())),
            Ending::Undone(outcome) => job.finish(outcome),
            Ending::Aside | Ending::Stale => groups.push(Group {
                jobs: vec![job],
                mode: Mode::Alone,
                attempt: 1,
            }),
        }
    }
}

fn fail(jobs: Vec<Job>, error: &StoreError) {
    for job in jobs {
        job.finish(Err(error.clone()));
    }
}

fn halve(mut group: Group, groups: &mut Vec<Group>) {
    let second = group.jobs.split_off(group.jobs.len() / 2);
    for jobs in [second, group.jobs] {
        groups.push(Group {
            jobs,
            mode: group.mode,
            attempt: 1,
        });
    }
}
