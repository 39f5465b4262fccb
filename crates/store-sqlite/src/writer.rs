//! The one thread that writes: group commit.
//!
//! Waiting work is run piece after piece inside one physical transaction, and finished after one commit, when
//! that is on disk. Each piece is kept or undone by itself (`deferred`). When the transaction as a whole
//! fails, all its work fails and nothing is kept.

use std::fs::File;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::thread::JoinHandle;
use std::time::Instant;
use std::{iter, mem};

use roster_domain::audit::{AuditRecord, ChainedRecord};
use roster_store::{Counters, StoreError, Verdict};
use rusqlite::Connection;

use crate::access::Access;
use crate::cache_view::CacheView;
use crate::deferred::{ExistingRow, WorkTransaction};
use crate::failure_latch::{FailureLatch, PanicGuard};
use crate::flush::{Commit, FlushThread};
use crate::message::Message;
use crate::options::Options;
use crate::own_chain::{self, ChainEnd};
use crate::queued_work::QueuedWork;
use crate::row_cache::RowCache;
use crate::rows::WorkRows;
use crate::sql::{execute, store_error};
use crate::write_set::WriteSet;
use crate::{checkpoints, deferred};

pub(crate) struct Writer {
    connection: Connection,
    /// The end of the audit chain in the open transaction.
    end: ChainEnd,
    /// The end of the audit chain after the last commit.
    committed_end: ChainEnd,
    cache: Arc<RowCache>,
    /// What the open transaction has written.
    writes: WriteSet,
    /// The audit records of the open transaction.
    audit_records: Vec<ChainedRecord>,
    /// Whether the write-ahead log may still hold personal values that were erased.
    log_has_erased_values: bool,
    options: Options,
    /// `None` in memory.
    disk: Option<Disk>,
    failure: FailureLatch,
    counters: Arc<Counters>,
}

/// What belongs to a writer to a file.
pub(crate) struct Disk {
    pub(crate) flush_thread: FlushThread,
    /// Ends soon after the connection is closed.
    pub(crate) checkpoints: JoinHandle<()>,
    /// Keeps other servers away while it is open.
    pub(crate) lock: File,
}

impl Writer {
    pub(crate) fn new(
        connection: Connection,
        end: ChainEnd,
        cache: Arc<RowCache>,
        options: Options,
        disk: Option<Disk>,
        failure: FailureLatch,
        counters: Arc<Counters>,
    ) -> Self {
        counters.open_connections.add(1);
        Self {
            connection,
            end,
            committed_end: end,
            cache,
            writes: WriteSet::default(),
            audit_records: Vec::new(),
            log_has_erased_values: false,
            options,
            disk,
            failure,
            counters,
        }
    }

    /// Runs work until a stop message, or until all senders are gone.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "the queue must be gone when the writer has ended"
    )]
    pub(crate) fn serve(mut self, queue: Receiver<Message>) {
        let _guard = PanicGuard {
            failure: self.failure.clone(),
            cache: Arc::clone(&self.cache),
        };
        let (mut stop, counters) = (None, Arc::clone(&self.counters));
        while stop.is_none()
            && let Ok(first) = queue.recv()
        {
            let works = iter::once(first)
                .chain(queue.try_iter())
                .map_while(|message| match message {
                    Message::Run(access, work) => {
                        counters.waiting_writes.subtract(1);
                        Some((access, work))
                    }
                    Message::Stop(done) => {
                        stop = Some(done);
                        None
                    }
                });
            let mut works = works.take(self.options.batch_limit.max(1)).peekable();
            if works.peek().is_some() {
                self.commit_together(works);
            }
        }
        self.close();
    }

    /// Runs work in one transaction, and finishes all of it when that is on disk.
    fn commit_together(&mut self, works: impl Iterator<Item = (Access, QueuedWork)>) {
        let mut transaction = self.begin();
        let (begun, first_record) = (Instant::now(), self.end.head.sequence);
        self.counters.busy_connections.add(1);
        let mut done = Vec::new();
        for (access, mut work) in works {
            let outcome = transaction.and_then(|()| self.run(access, &mut work));
            transaction = outcome.as_ref().map(drop).map_err(Clone::clone);
            done.push((work, outcome));
        }
        let committed = transaction.and_then(|()| self.commit());
        match &committed {
            Ok(_) => {
                let records = self.end.head.sequence - first_record;
                self.counters.record_commit(done.len(), begun.elapsed(), records);
            }
            Err(error) => self.roll_back(error),
        }
        self.counters.busy_connections.subtract(1);
        let works = done
            .into_iter()
            .map(|(work, outcome)| (work, committed.clone().and(outcome.flatten())))
            .collect();
        self.finish(Commit {
            works,
            is_announced: committed == Ok(true),
        });
        if committed.is_ok() {
            self.empty_log_of_erased_values();
        }
    }

    /// Empties the write-ahead log if it may hold erased values. While a reader needs the log, it stays, until a later commit.
    fn empty_log_of_erased_values(&mut self) {
        if self.log_has_erased_values && self.disk.is_some() && self.failure.check().is_ok() {
            self.log_has_erased_values = !checkpoints::empty_log(&self.connection, &self.failure);
        }
    }

    fn begin(&mut self) -> Result<(), StoreError> {
        if let Some(disk) = &mut self.disk {
            disk.flush_thread.wait();
        }
        self.failure.check()?;
        self.execute("BEGIN IMMEDIATE")
    }

    /// Finishes work as soon as it is on disk; in memory at once.
    fn finish(&self, commit: Commit) {
        if let Some(disk) = &self.disk {
            return disk.flush_thread.finish(commit);
        }
        if commit.is_announced {
            self.cache.publish();
        }
        for (work, outcome) in commit.works {
            work.finish(outcome);
        }
    }

    /// Runs one piece of work, and keeps or undoes its writes. The outer error is the transaction's, the inner
    /// one the work's.
    fn run(&mut self, access: Access, work: &mut QueuedWork) -> Result<Result<(), StoreError>, StoreError> {
        self.writes.begin_work();
        let cache = CacheView {
            cache: &self.cache,
            epoch: self.cache.epoch(),
            writes: Some(&mut self.writes),
            values: None,
        };
        let transaction = WorkTransaction::new(&mut self.connection, access, cache);
        let mut rows = WorkRows::new(transaction);
        let verdict = work.run(&mut rows);
        let effects = rows.into_effects();
        if let Err(error) = &verdict
            && self.connection.is_autocommit()
        {
            // On some failures SQLite rolls back the whole transaction.
            return Err(error.clone());
        }
        if effects.has_savepoint {
            if verdict != Ok(Verdict::Keep) {
                self.writes.undo_work();
                self.execute("ROLLBACK TO work")?;
            }
            self.execute("RELEASE work")?;
        }
        match &verdict {
            Ok(Verdict::Keep) => {
                self.keep_rows(effects.rows);
                self.keep_audit(effects.audit_records)?;
                self.log_has_erased_values |= effects.has_erased;
            }
            Ok(Verdict::KeepAudit) => self.keep_audit(effects.audit_records)?,
            Ok(Verdict::Undo) | Err(_) => {}
        }
        Ok(verdict.map(drop))
    }

    /// Takes over the deferred updates of work.
    fn keep_rows(&mut self, rows: Vec<ExistingRow>) {
        for row in rows {
            if let Some(body) = row.new_body {
                self.writes.defer(row.kind, row.key, body);
            }
        }
    }

    /// Takes over the audit records of work, and links them to the chain.
    fn keep_audit(&mut self, records: Vec<AuditRecord>) -> Result<(), StoreError> {
        for record in records {
            let chained = self.end.link(record, &*self.options.random)?;
            self.audit_records.push(chained);
        }
        Ok(())
    }

    /// Commits; returns whether that was announced. A commit that changes no row is not, because no read
    /// waits for it.
    fn commit(&mut self) -> Result<bool, StoreError> {
        deferred::flush(&self.connection, &mut self.writes)?;
        own_chain::append(&self.connection, &self.audit_records).map_err(store_error)?;
        self.audit_records.clear();
        if self.end.head != self.committed_end.head {
            own_chain::store_head(&self.connection, &self.end.head).map_err(store_error)?;
        }
        let is_announced = !self.writes.is_empty();
        if is_announced {
            self.cache.announce(mem::take(&mut self.writes));
        }
        let committed = self.execute("COMMIT");
        if committed.is_err() && is_announced {
            self.cache.withdraw();
        }
        if committed.is_ok() {
            self.committed_end = self.end;
        }
        committed.map(|()| is_announced)
    }

    /// Rolls back a transaction that failed. The next one may succeed: a full disk may get space again.
    fn roll_back(&mut self, error: &StoreError) {
        self.counters.record_failed_commit();
        tracing::error!(%error, "a transaction failed, and all work in it");
        self.end = self.committed_end;
        self.writes = WriteSet::default();
        self.audit_records.clear();
        if !self.connection.is_autocommit()
            && let Err(error) = self.execute("ROLLBACK")
        {
            tracing::error!(%error, "the failed transaction could not be rolled back");
        }
    }

    fn execute(&self, sql: &str) -> Result<(), StoreError> {
        execute(&self.connection, sql, []).map(drop).map_err(store_error)
    }

    /// Moves everything into the one file. In the write-ahead log it is as safe, but there would be two files
    /// to copy.
    fn close(self) {
        let mut flushed = Ok(());
        let kept = self.disk.map(|disk| {
            flushed = disk.flush_thread.stop();
            (disk.checkpoints, disk.lock)
        });
        let emptied = if flushed.is_ok() {
            let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
            self.connection.query_row(sql, [], |_| Ok(()))
        } else {
            checkpoints::keep_log(&self.connection);
            Ok(())
        };
        let closed = emptied.and_then(|()| self.connection.close().map_err(|(_, error)| error));
        if let Err(error) = closed {
            tracing::warn!(%error, "the database was not closed cleanly; nothing is lost");
        }
        if let Some((checkpoints, lock)) = kept {
            if checkpoints.join().is_err() {
                tracing::error!("the checkpoint thread has panicked");
            }
            drop(lock);
        }
    }
}
