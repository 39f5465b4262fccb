//! Whoever reads: what waits is read in one snapshot, which is younger than all that was given.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use roster_store::StoreError;

use crate::base::{Recent, Shared};
use crate::batch;
use crate::failure::Failure;
use crate::job::{self, Job};
use crate::line::Line;
use crate::queue::{Next, Waiting};
use crate::rows::{Ending, Mode};
use crate::session::Session;

/// How often somebody who has nothing to read looks whether the database is still there.
const IDLE: Duration = Duration::from_secs(1);

pub(crate) struct Reader {
    pub(crate) line: Line,
    pub(crate) queue: Waiting,
    pub(crate) limit: usize,
    pub(crate) recent: Option<Recent>,
}

impl Reader {
    /// Works until nothing will come any more.
    pub(crate) async fn serve(mut self) {
        loop {
            self.line.ready().await;
            match self.queue.next(self.limit, IDLE).await {
                Next::Jobs(jobs) => self.carry_out(jobs).await,
                Next::Nothing => self.look_around().await,
                Next::End => break,
            }
        }
    }

    async fn carry_out(&mut self, jobs: Vec<Job>) {
        self.line.tally.busy.rise(1);
        self.read_until_done(jobs).await;
        self.line.tally.busy.fall(1);
    }

    async fn read_until_done(&mut self, mut jobs: Vec<Job>) {
        loop {
            job::end_late(job::late(&mut jobs, self.line.patience()));
            if jobs.is_empty() {
                return;
            }
            match self.read(&mut jobs).await {
                Ok(()) => {}
                Err(failure @ (Failure::Lost(_) | Failure::Conflict)) if !self.line.is_given_up() => {
                    failure.count(&self.line.tally);
                    self.line.let_go();
                    let until = job::until(&jobs, self.line.patience());
                    if self.line.leaves_it_to_others(until).await {
                        jobs = self.queue.give_back(jobs);
                    }
                }
                Err(failure) => {
                    let error = StoreError::from(failure);
                    jobs.drain(..).for_each(|job| job.finish(Err(error.clone())));
                }
            }
        }
    }

    async fn read(&mut self, jobs: &mut Vec<Job>) -> Result<(), Failure> {
        let until = job::until(jobs, self.line.patience());
        let connection = self.line.connection(until).await?;
        let shared = Mutex::new(Shared::new(self.recent.take()));
        let mut session = Session::new(connection, Mode::Look, 0);
        let read = batch::run(jobs, &shared, &mut session).await;
        // Who asked does not wait for the end of the transaction.
        let read = read.map(|endings| finish(jobs, endings));
        let shared = shared.into_inner().unwrap_or_else(PoisonError::into_inner);
        self.recent = Some(shared.remember());
        session.roll_back().await.and(read)
    }

    /// Notices what has become of the database, so that whoever asks for health is told.
    async fn look_around(&mut self) {
        if let Ok(connection) = self.line.connection(self.line.waits_until()).await
            && connection.command("SELECT 1").await.is_err()
        {
            self.line.let_go();
        }
    }
}

fn finish(jobs: &mut Vec<Job>, endings: Vec<Ending>) {
    for (job, ending) in jobs.drain(..).zip(endings) {
        match ending {
            Ending::Kept => job.finish(Ok(())),
            Ending::Undone(outcome) => job.finish(outcome),
            Ending::Aside | Ending::Stale => {
                job.finish(Err(StoreError::Engine("a read was to be alone".to_owned())));
            }
        }
    }
}
