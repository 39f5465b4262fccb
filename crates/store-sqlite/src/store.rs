//! The engine: the port's [`Store`] on one file or in memory.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, SendError, Sender};
use std::thread::{self, JoinHandle, ThreadId};

use futures_channel::oneshot;
use roster_store::{BoxFuture, Counters, ReadKind, Store, StoreError, StoreMetrics, Work};

use crate::access::Access;
use crate::cached_rows::CachedRows;
use crate::failure_latch::FailureLatch;
use crate::message::{Message, Stopped};
use crate::open::{self, Opened};
use crate::open_error::{OpenError, Reason};
use crate::options::Options;
use crate::queued_work::QueuedWork;
use crate::readers::Readers;
use crate::row_cache::RowCache;
use crate::writer::{Disk, Writer};
use crate::{checkpoints, flush, imported_chains};

/// Records in `SQLite`. Clones are the same store; dropping the last one waits for the writer.
#[derive(Clone)]
pub struct SqliteStore(Arc<Engine>);

struct Engine {
    /// Unbounded: the service limits how much work waits.
    writer: Sender<Message>,
    writer_thread: Option<JoinHandle<()>>,
    /// The threads that finish work, and that the writer waits for when it stops.
    threads: Vec<ThreadId>,
    /// `None` in memory: there the writer's is the only connection.
    readers: Option<Readers>,
    cache: Arc<RowCache>,
    failure: FailureLatch,
    counters: Arc<Counters>,
    /// How many audit records there had been when the engine began.
    audit_records_before: u64,
}

impl SqliteStore {
    /// Opens the file at a path, and makes it if it is missing.
    ///
    /// # Errors
    ///
    /// If the file is damaged, not ours, too new, in use or out of reach.
    pub fn open(path: &Path, options: Options) -> Result<Self, OpenError> {
        let opened = open::to_write(path, options.migrations)?;
        Self::start(opened, options, RowCache::new())
            .map_err(|error| OpenError::new(path, Reason::Failed(error.to_string())))
    }

    /// Makes a store in memory, which ends with its last clone.
    ///
    /// # Errors
    ///
    /// If memory or a thread cannot be had.
    pub fn in_memory(options: Options) -> Result<Self, OpenError> {
        let opened = open::in_memory(options.migrations)?;
        Self::start(opened, options, RowCache::new())
            .map_err(|error| OpenError::new(Path::new(open::MEMORY), Reason::Failed(error.to_string())))
    }

    pub(crate) fn start(mut opened: Opened, options: Options, cache: RowCache) -> io::Result<Self> {
        let (cache, counters) = (Arc::new(cache), Arc::new(Counters::default()));
        let (mut readers, mut disk, mut threads) = (None, None, Vec::new());
        let failure = opened.file.as_ref().map(|file| file.failure.clone());
        let failure = failure.unwrap_or_default();
        if let Some(file) = opened.file {
            let checkpoints = checkpoints::start(
                &mut opened.connection,
                file.checkpointer,
                file.failure.clone(),
                Arc::clone(&cache),
            )?;
            let flush_thread = flush::start(
                file.flush,
                file.failure,
                Arc::clone(&cache),
                options.clone(),
                Arc::clone(&counters),
            )?;
            readers = Some(Readers::start(
                &file.path,
                Arc::clone(&cache),
                flush_thread.flusher.clone(),
                Arc::clone(&counters),
            )?);
            threads.push(flush_thread.thread_id());
            disk = Some(Disk {
                flush_thread,
                checkpoints,
                lock: file.lock,
            });
        }
        let imported = imported_chains::last_position(&opened.connection).map_err(io::Error::other)?;
        let audit_records_before = imported.cast_unsigned() + opened.end.head.sequence;
        let (sender, queue) = mpsc::channel();
        let writer = Writer::new(
            opened.connection,
            opened.end,
            Arc::clone(&cache),
            options,
            disk,
            failure.clone(),
            Arc::clone(&counters),
        );
        let thread = thread::Builder::new()
            .name("roster-writer".to_owned())
            .spawn(move || writer.serve(queue))?;
        threads.push(thread.thread().id());
        Ok(Self(Arc::new(Engine {
            writer: sender,
            writer_thread: Some(thread),
            threads,
            readers,
            cache,
            failure,
            counters,
            audit_records_before,
        })))
    }
}

#[cfg(test)]
impl SqliteStore {
    pub(crate) fn row_cache(&self) -> &RowCache {
        &self.0.cache
    }
}

impl Store for SqliteStore {
    fn read(&self, kind: ReadKind, work: Box<dyn Work>) {
        let mut work = QueuedWork::new(work);
        if kind == ReadKind::Point
            && let Some(outcome) = self.0.read_cached(&mut work)
        {
            return work.finish(outcome);
        }
        match &self.0.readers {
            Some(readers) => readers.run(kind, work),
            None => self.0.give(Access::Read, work),
        }
    }

    fn write(&self, work: Box<dyn Work>) {
        self.0.give(Access::Write, QueuedWork::new(work));
    }

    /// False after a failed flush or the panic of a thread, until a restart.
    fn is_reachable(&self) -> bool {
        self.0.failure.check().is_ok()
    }

    fn crash(&self) -> Option<StoreError> {
        self.0.failure.crash()
    }

    fn crashed(&self) -> BoxFuture<'static, ()> {
        self.0.failure.crashed()
    }

    fn metrics(&self) -> StoreMetrics {
        self.0.metrics()
    }

    fn stop(&self) -> BoxFuture<'static, ()> {
        self.0.cache.close();
        let readers = self.0.readers.as_ref();
        let readers = readers.map(|readers| (readers.stop(), readers.path().to_owned()));
        let writer = self.0.stop_writer();
        Box::pin(async {
            let Some((readers, path)) = readers else {
                _ = writer.await;
                return;
            };
            _ = readers.await;
            _ = writer.await;
            open::remove_empty_log(&path);
        })
    }
}

impl Engine {
    /// Runs a read on the row cache alone; `None` if it needs the database.
    fn read_cached(&self, work: &mut QueuedWork) -> Option<Result<(), StoreError>> {
        let mut rows = CachedRows::new(&self.cache, self.cache.epoch()?);
        let verdict = work.run_on_cache(&mut rows)?;
        Some(verdict.map(drop))
    }

    /// Gives work to the writer.
    fn give(&self, access: Access, work: QueuedWork) {
        self.counters.waiting_writes.add(1);
        if let Err(SendError(unsent)) = self.writer.send(Message::Run(access, work)) {
            self.counters.waiting_writes.subtract(1);
            unsent.fail(self.failure.thread_ended());
        }
    }

    fn metrics(&self) -> StoreMetrics {
        let counted = self.counters.metrics();
        let path = self.readers.as_ref().map(Readers::path);
        StoreMetrics {
            flush_time: path.map(|_| self.counters.flush_time()),
            cache: Some(self.cache.metrics()),
            audit_chain_records: Some(self.audit_records_before + counted.audit_records),
            database_bytes: path.and_then(open::bytes_on_disk),
            ..counted
        }
    }

    fn stop_writer(&self) -> Stopped {
        let (done, stopped) = oneshot::channel();
        // If the writer has ended, it has stopped.
        drop(self.writer.send(Message::Stop(done)));
        stopped
    }
}

impl Drop for Engine {
    /// Waits for the writer, so that the file is closed when the store is dropped.
    fn drop(&mut self) {
        drop(self.stop_writer());
        // One of these threads may drop the last clone, with work that it finishes.
        if let Some(writer) = self.writer_thread.take()
            && !self.threads.contains(&thread::current().id())
            && writer.join().is_err()
        {
            tracing::error!("the writer's thread has panicked");
        }
    }
}
