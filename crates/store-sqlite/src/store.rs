//! The engine as the port wants it.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, SendError, Sender};
use std::thread::{self, JoinHandle, ThreadId};
use std::time::Duration;

use futures_channel::oneshot;
use roster_store::{BoxFuture, Figures, Store, StoreError, Tally, Weight, Work};

use crate::cache::Bodies;
use crate::flush;
use crate::job::Job;
use crate::known::KnownRows;
use crate::open::{self, OpenError, Opened, Reason};
use crate::readers::Readers;
use crate::rows::Access;
use crate::trust::Trust;
use crate::writer::{Disk, Message, Stopped, Writer};

/// How an engine works.
#[derive(Clone, Debug)]
pub struct Options {
    /// How much work shares one transaction at most; 1 gives each its own.
    pub batch_limit: usize,
    /// How long to wait before each commit, to measure what a slow disk does.
    pub commit_delay: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            batch_limit: 512,
            commit_delay: Duration::ZERO,
        }
    }
}

/// Records in `SQLite`. Clones are the same store; the last to go waits for the writer.
#[derive(Clone)]
pub struct SqliteStore(Arc<Engine>);

struct Engine {
    /// Not bounded here: the service gives no more work at once than it may.
    writer: Sender<Message>,
    writer_thread: Option<JoinHandle<()>>,
    /// The threads that let work finish, and that the writer waits for at its end.
    threads: Vec<ThreadId>,
    /// None in memory, where there is one connection: the writer's.
    readers: Option<Readers>,
    bodies: Arc<Bodies>,
    trust: Trust,
    tally: Arc<Tally>,
}

impl SqliteStore {
    /// Opens the file at a path, and makes it if it is not there.
    ///
    /// # Errors
    ///
    /// If the file is damaged, not ours, too new, in use or out of reach.
    pub fn open(path: &Path, options: Options) -> Result<Self, OpenError> {
        let opened = open::to_write(path)?;
        Self::start(opened, options, Bodies::new()).map_err(|error| OpenError {
            path: path.to_owned(),
            reason: Reason::Failed(error.to_string()),
        })
    }

    /// Makes a store that is gone when its last clone is.
    ///
    /// # Errors
    ///
    /// If there is no memory or no thread to be had.
    pub fn in_memory(options: Options) -> Result<Self, OpenError> {
        let opened = open::in_memory()?;
        Self::start(opened, options, Bodies::new()).map_err(|error| OpenError {
            path: open::MEMORY.into(),
            reason: Reason::Failed(error.to_string()),
        })
    }

    pub(crate) fn start(opened: Opened, options: Options, bodies: Bodies) -> std::io::Result<Self> {
        let (bodies, tally) = (Arc::new(bodies), Arc::new(Tally::default()));
        let (mut readers, mut disk, mut threads) = (None, None, Vec::new());
        let trust = opened.file.as_ref().map(|file| file.trust.clone());
        let trust = trust.unwrap_or_default();
        if let Some(file) = opened.file {
            let flushing = flush::start(
                file.flush,
                file.trust,
                Arc::clone(&bodies),
                options.clone(),
                Arc::clone(&tally),
            )?;
            readers = Some(Readers::start(
                &file.path,
                Arc::clone(&bodies),
                flushing.flusher.clone(),
                Arc::clone(&tally),
            )?);
            threads.push(flushing.thread_id());
            disk = Some(Disk {
                flushing,
                checkpoints: file.checkpoints,
                lock: file.lock,
            });
        }
        let (sender, queue) = mpsc::channel();
        let writer = Writer::new(
            opened.connection,
            opened.head,
            Arc::clone(&bodies),
            options,
            disk,
            trust.clone(),
            Arc::clone(&tally),
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
            bodies,
            trust,
            tally,
        })))
    }
}

impl Store for SqliteStore {
    fn read(&self, weight: Weight, work: Box<dyn Work>) {
        let mut job = Job::new(work);
        if weight == Weight::Point
            && let Some(outcome) = self.0.read_known(&mut job)
        {
            return job.finish(outcome);
        }
        match &self.0.readers {
            Some(readers) => readers.run(weight, job),
            None => self.0.give(Access::Read, job),
        }
    }

    fn write(&self, work: Box<dyn Work>) {
        self.0.give(Access::Write, Job::new(work));
    }

    /// False after a flush that failed, or a panic of a thread: nothing is taken any more until a restart.
    fn is_reachable(&self) -> bool {
        self.0.trust.check().is_ok()
    }

    fn crash(&self) -> Option<StoreError> {
        self.0.trust.crash()
    }

    fn figures(&self) -> Figures {
        self.0.figures()
    }

    fn stop(&self) -> BoxFuture<'static, ()> {
        self.0.bodies.close();
        let readers = self.0.readers.as_ref().map(Readers::stop);
        let writer = self.0.stop_writer();
        Box::pin(async {
            if let Some(readers) = readers {
                _ = readers.await;
            }
            _ = writer.await;
        })
    }
}

impl Engine {
    /// Runs work that only looks without asking the database; none if that cannot be.
    fn read_known(&self, job: &mut Job) -> Option<Result<(), StoreError>> {
        let mut rows = KnownRows::new(&self.bodies, self.bodies.moment()?);
        let verdict = job.run_on_known(&mut rows)?;
        Some(verdict.map(drop))
    }

    /// Gives the writer work.
    fn give(&self, access: Access, job: Job) {
        self.tally.writes.rise(1);
        if let Err(SendError(unsent)) = self.writer.send(Message::Run(access, job)) {
            self.tally.writes.fall(1);
            unsent.fail(self.trust.gone());
        }
    }

    fn figures(&self) -> Figures {
        Figures {
            flush_time: self.readers.as_ref().map(|_| self.tally.flush_time()),
            cache: Some(self.bodies.figures()),
            ..self.tally.figures()
        }
    }

    fn stop_writer(&self) -> Stopped {
        let (done, stopped) = oneshot::channel();
        // If the writer is gone, it has stopped.
        drop(self.writer.send(Message::Stop(done)));
        stopped
    }
}

impl Drop for Engine {
    /// Waits for the writer, so that the file is closed when the store is gone.
    fn drop(&mut self) {
        drop(self.stop_writer());
        // One of them may be the last to let go, with the work that it finishes.
        if let Some(writer) = self.writer_thread.take()
            && !self.threads.contains(&thread::current().id())
            && writer.join().is_err()
        {
            tracing::error!("the writer's thread has panicked");
        }
    }
}
