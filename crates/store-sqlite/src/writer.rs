//! The one thread that writes: group commit.
//!
//! Work that waits is run piece after piece inside one physical transaction, and all of it is
//! answered after one commit, when that is on disk. What cannot be refused is written just before the commit; a piece
//! that writes anything else has a savepoint of its own, so that undoing it touches no other. When the transaction as a whole fails, all its pieces hear of it and nothing is kept.

use std::fs::File;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::thread::JoinHandle;
use std::time::Instant;
use std::{iter, mem};

use futures_channel::oneshot;
use roster_domain::audit::{Head, Sealed};
use roster_store::{StoreError, Tally, Verdict};
use rusqlite::Connection;

use crate::audit;
use crate::cache::{Bodies, Written};
use crate::checkpoints;
use crate::flush::{Commit, Flushing, delay};
use crate::job::Job;
use crate::rows::{self, Access, Known, Recall, WorkRows};
use crate::sql::{execute, store_error};
use crate::store::Options;
use crate::trust::{Sentry, Trust};

/// What the writer is told.
pub(crate) enum Message {
    /// To run work.
    Run(Access, Job),
    /// To stop after what it was told before. The sender is dropped when it has.
    Stop(oneshot::Sender<()>),
}

impl Message {
    /// Ends the work in it.
    pub(crate) fn fail(self, error: StoreError) {
        match self {
            Self::Run(_, job) => job.finish(Err(error)),
            Self::Stop(_) => {}
        }
    }
}

/// Ends, with an error that means nothing, when a thread has stopped.
pub(crate) type Stopped = oneshot::Receiver<()>;

pub(crate) struct Writer {
    connection: Connection,
    /// The end of the audit chain in the open transaction.
    head: Head,
    /// The end of the audit chain after the last commit.
    committed_head: Head,
    bodies: Arc<Bodies>,
    /// What the open transaction has written.
    written: Written,
    /// What it adds to the chain.
    audited: Vec<Sealed>,
    options: Options,
    disk: Option<Disk>,
    trust: Trust,
    tally: Arc<Tally>,
}

/// What a writer to a file has, and one in memory has not.
pub(crate) struct Disk {
    pub(crate) flushing: Flushing,
    /// Ends some time after the connection.
    pub(crate) checkpoints: JoinHandle<()>,
    /// Keeps other servers away, as long as it is open.
    pub(crate) lock: File,
}

impl Writer {
    pub(crate) fn new(
        connection: Connection,
        head: Head,
        bodies: Arc<Bodies>,
        options: Options,
        disk: Option<Disk>,
        trust: Trust,
        tally: Arc<Tally>,
    ) -> Self {
        tally.open.rise(1);
        Self {
            connection,
            head,
            committed_head: head,
            bodies,
            written: Written::default(),
            audited: Vec::new(),
            options,
            disk,
            trust,
            tally,
        }
    }

    /// Runs what comes, until told to stop or until nobody is left to tell.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "what comes after the end must find the queue gone"
    )]
    pub(crate) fn serve(mut self, queue: Receiver<Message>) {
        let _sentry = Sentry {
            trust: self.trust.clone(),
            bodies: Arc::clone(&self.bodies),
        };
        let (mut stop, tally) = (None, Arc::clone(&self.tally));
        while stop.is_none()
            && let Ok(first) = queue.recv()
        {
            let jobs = iter::once(first)
                .chain(queue.try_iter())
                .map_while(|message| match message {
                    Message::Run(access, job) => {
                        tally.writes.fall(1);
                        Some((access, job))
                    }
                    Message::Stop(done) => {
                        stop = Some(done);
                        None
                    }
                });
            let mut jobs = jobs.take(self.options.batch_limit.max(1)).peekable();
            if jobs.peek().is_some() {
                self.commit_together(jobs);
            }
        }
        self.close();
    }

    /// Runs work in one transaction, and lets all of it finish when that is on disk.
    fn commit_together(&mut self, jobs: impl Iterator<Item = (Access, Job)>) {
        let mut transaction = self.begin();
        let (begun, chained) = (Instant::now(), self.head.sequence);
        self.tally.busy.rise(1);
        let mut done = Vec::new();
        for (access, mut job) in jobs {
            let outcome = transaction.and_then(|()| self.run(access, &mut job));
            transaction = outcome.as_ref().map(drop).map_err(Clone::clone);
            done.push((job, outcome));
        }
        let committed = transaction.and_then(|()| self.commit());
        match &committed {
            Ok(_) => self
                .tally
                .committed(done.len(), begun.elapsed(), self.head.sequence - chained),
            Err(error) => self.roll_back(error),
        }
        self.tally.busy.fall(1);
        let works = done
            .into_iter()
            .map(|(job, outcome)| (job, committed.clone().and(outcome.flatten())))
            .collect();
        self.finish(Commit {
            works,
            is_announced: committed == Ok(true),
        });
    }

    fn begin(&mut self) -> Result<(), StoreError> {
        if let Some(disk) = &mut self.disk {
            disk.flushing.wait();
        }
        self.trust.check()?;
        self.execute("BEGIN IMMEDIATE")
    }

    /// Lets work finish as soon as it is on disk; in memory at once.
    fn finish(&self, commit: Commit) {
        if let Some(disk) = &self.disk {
            return disk.flushing.finish(commit);
        }
        if commit.is_announced {
            self.bodies.publish();
        }
        for (job, outcome) in commit.works {
            job.finish(outcome);
        }
    }

    /// Runs one piece of work, and keeps or undoes what it wrote. An error is the transaction's;
    /// what became of the work is inside.
    fn run(&mut self, access: Access, job: &mut Job) -> Result<Result<(), StoreError>, StoreError> {
        self.written.next_work();
        let recall = Recall {
            bodies: &self.bodies,
            moment: self.bodies.moment(),
            written: Some(&mut self.written),
        };
        let mut rows = WorkRows::new(&mut self.connection, access, self.head, recall);
        let verdict = job.run(&mut rows);
        let left = rows.left();
        if let Err(error) = &verdict
            && self.connection.is_autocommit()
        {
            // SQLite answers some failures by rolling back more than it was asked to.
            return Err(error.clone());
        }
        if left.savepoint {
            if verdict != Ok(Verdict::Keep) {
                self.written.undo_work();
                self.execute("ROLLBACK TO work")?;
            }
            self.execute("RELEASE work")?;
        }
        match &verdict {
            Ok(Verdict::Keep) => {
                self.keep_rows(left.rows);
                self.keep_audit(left.audited, left.head);
            }
            Ok(Verdict::KeepAudit) => self.keep_audit(left.audited, left.head),
            Ok(Verdict::Undo) | Err(_) => {}
        }
        Ok(verdict.map(drop))
    }

    /// Takes over the rows that work has left to be written.
    fn keep_rows(&mut self, rows: Vec<Known>) {
        for row in rows {
            if let Some(body) = row.body {
                self.written.hold(row.kind, row.key, body);
            }
        }
    }

    /// Takes over the audit records that work has left to be written.
    fn keep_audit(&mut self, audited: Vec<Sealed>, head: Head) {
        self.audited.extend(audited);
        self.head = head;
    }

    /// Commits, and tells whether that was announced: nobody waits for what changes no row.
    fn commit(&mut self) -> Result<bool, StoreError> {
        rows::settle(&self.connection, &mut self.written)?;
        audit::append(&self.connection, &self.audited).map_err(store_error)?;
        self.audited.clear();
        if self.head != self.committed_head {
            audit::store_head(&self.connection, &self.head).map_err(store_error)?;
        }
        if self.disk.is_none() {
            delay(self.options.commit_delay);
        }
        let is_announced = !self.written.is_empty();
        if is_announced {
            self.bodies.announce(mem::take(&mut self.written));
        }
        let committed = self.execute("COMMIT");
        if committed.is_err() && is_announced {
            self.bodies.withdraw();
        }
        self.committed_head = if committed.is_ok() {
            self.head
        } else {
            self.committed_head
        };
        committed.map(|()| is_announced)
    }

    /// Forgets a transaction that failed. The next one may succeed: a full disk gets space again.
    fn roll_back(&mut self, error: &StoreError) {
        self.tally.failed();
        tracing::error!(%error, "a transaction failed, and all work in it");
        self.head = self.committed_head;
        self.written = Written::default();
        self.audited.clear();
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
        let mut trusted = Ok(());
        let kept = self.disk.map(|disk| {
            trusted = disk.flushing.stop();
            (disk.checkpoints, disk.lock)
        });
        let emptied = if trusted.is_ok() {
            let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
            self.connection.query_row(sql, [], |_| Ok(()))
        } else {
            checkpoints::leave_log(&self.connection);
            Ok(())
        };
        let closed = emptied.and_then(|()| self.connection.close().map_err(|(_, error)| error));
        if let Err(error) = closed {
            tracing::warn!(%error, "the database was not closed cleanly; nothing is lost");
        }
        if let Some((checkpoints, lock)) = kept {
            let ended = checkpoints.join();
            debug_assert!(ended.is_ok(), "the thread for checkpoints panicked");
            drop(lock);
        }
    }
}
