//! The one thread that writes: group commit.
//!
//! Work that waits is run piece after piece inside one physical transaction, and all of it is
//! answered after one commit. Each piece has a savepoint of its own, so that undoing it touches no
//! other. When the transaction as a whole fails, all its pieces hear of it and nothing is kept.

use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::Duration;
use std::{iter, thread};

use futures_channel::oneshot;
use roster_domain::audit::Head;
use roster_store::{StoreError, Verdict};
use rusqlite::Connection;

use crate::audit;
use crate::cache::{Bodies, Written};
use crate::job::Job;
use crate::open::{OpenFile, Opened};
use crate::rows::{Access, Recall, WorkRows};
use crate::sql::{execute, store_error};
use crate::store::Options;

/// What the writer is told.
pub(crate) enum Message {
    /// To run work.
    Run(Access, Job),
    /// To stop after what it was told before. The sender is dropped when it has.
    Stop(oneshot::Sender<()>),
}

/// Ends, with an error that means nothing, when a thread has stopped.
pub(crate) type Stopped = oneshot::Receiver<()>;

pub(crate) struct Writer {
    connection: Connection,
    /// The end of the audit chain in the open transaction.
    head: Head,
    /// The end of the audit chain after the last commit.
    durable_head: Head,
    bodies: Arc<Bodies>,
    /// What the open transaction has written.
    written: Written,
    options: Options,
    file: Option<OpenFile>,
}

impl Writer {
    pub(crate) fn new(opened: Opened, bodies: Arc<Bodies>, options: Options) -> Self {
        Self {
            connection: opened.connection,
            head: opened.head,
            durable_head: opened.head,
            bodies,
            written: Written::default(),
            options,
            file: opened.file,
        }
    }

    /// Runs what comes, until told to stop or until nobody is left to tell.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "what comes after the end must find the queue gone"
    )]
    pub(crate) fn serve(mut self, queue: Receiver<Message>) {
        let mut stop = None;
        while stop.is_none()
            && let Ok(first) = queue.recv()
        {
            let jobs = iter::once(first)
                .chain(queue.try_iter())
                .map_while(|message| match message {
                    Message::Run(access, job) => Some((access, job)),
                    Message::Stop(done) => {
                        stop = Some(done);
                        None
                    }
                });
            self.commit_together(jobs.take(self.options.batch_limit.max(1)));
        }
        self.close();
    }

    /// Runs work in one transaction, and lets all of it finish.
    fn commit_together(&mut self, jobs: impl Iterator<Item = (Access, Job)>) {
        let mut transaction = self.execute("BEGIN IMMEDIATE");
        let mut done = Vec::new();
        for (access, mut job) in jobs {
            let outcome = transaction.and_then(|()| self.run(access, &mut job));
            transaction = outcome.as_ref().map(drop).map_err(Clone::clone);
            done.push((job, outcome));
        }
        let committed = transaction.and_then(|()| self.commit());
        if let Err(error) = &committed {
            self.roll_back(error);
        }
        for (job, outcome) in done {
            job.finish(committed.clone().and(outcome.flatten()));
        }
    }

    /// Runs one piece of work, and keeps or undoes what it wrote. An error is the transaction's;
    /// what became of the work is inside.
    fn run(&mut self, access: Access, job: &mut Job) -> Result<Result<(), StoreError>, StoreError> {
        self.written.next_work();
        let recall = Recall {
            bodies: &self.bodies,
            moment: self.bodies.moment(),
            takes: true,
            written: &mut self.written,
        };
        let mut rows = WorkRows::new(&mut self.connection, access, self.head, recall);
        let verdict = job.run(&mut rows);
        let (head, savepoint) = (rows.head, rows.savepoint);
        if let Err(error) = &verdict
            && self.connection.is_autocommit()
        {
            // SQLite answers some failures by rolling back more than it was asked to.
            return Err(error.clone());
        }
        if savepoint && verdict == Ok(Verdict::Keep) {
            self.execute("RELEASE work")?;
            self.head = head;
        } else if savepoint {
            self.written.undo_work();
            self.execute("ROLLBACK TO work")?;
            self.execute("RELEASE work")?;
        }
        Ok(verdict.map(drop))
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        if self.head != self.durable_head {
            audit::store_head(&self.connection, &self.head).map_err(store_error)?;
        }
        delay(self.options.commit_delay);
        let commit = || execute(&self.connection, "COMMIT", []).map(drop);
        self.bodies
            .commit(&mut self.written, commit)
            .map_err(store_error)?;
        self.durable_head = self.head;
        Ok(())
    }

    /// Forgets a transaction that failed. The next one may succeed: a full disk gets space again.
    fn roll_back(&mut self, error: &StoreError) {
        tracing::error!(%error, "a transaction failed, and all work in it");
        self.head = self.durable_head;
        self.written.clear();
        if !self.connection.is_autocommit()
            && let Err(error) = self.execute("ROLLBACK")
        {
            tracing::error!(%error, "the failed transaction could not be rolled back");
        }
    }

    fn execute(&self, sql: &str) -> Result<(), StoreError> {
        execute(&self.connection, sql, []).map(drop).map_err(store_error)
    }

    /// Leaves everything in the one file. Before, some of it may be in the write-ahead log, which
    /// is as safe, but makes two files to copy.
    fn close(self) {
        let checkpoint = self
            .connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        let closed = checkpoint.and_then(|()| self.connection.close().map_err(|(_, error)| error));
        if let Err(error) = closed {
            tracing::warn!(%error, "the database was not closed cleanly; nothing is lost");
        }
        if let Some(file) = self.file {
            let ended = file.checkpoints.join();
            debug_assert!(ended.is_ok(), "the thread for checkpoints panicked");
            drop(file.lock);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a slow disk is what this imitates")]
fn delay(delay: Duration) {
    if !delay.is_zero() {
        thread::sleep(delay);
    }
}
