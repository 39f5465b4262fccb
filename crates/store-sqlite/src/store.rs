//! The engine as the port wants it.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use futures_channel::oneshot;
use roster_store::{BoxFuture, Store, Weight, Work};

use crate::job::Job;
use crate::open::{self, OpenError, Opened, Reason};
use crate::readers::Readers;
use crate::rows::Access;
use crate::writer::{Message, Stopped, Writer};

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
    /// Unbounded: whoever asks waits for the answer, so that the number of open requests, which the
    /// server limits, is a limit here too.
    writer: Sender<Message>,
    writer_thread: Option<JoinHandle<()>>,
    /// None in memory, where there is one connection: the writer's.
    readers: Option<Readers>,
}

impl SqliteStore {
    /// Opens the file at a path, and makes it if it is not there.
    ///
    /// # Errors
    ///
    /// If the file is damaged, not ours, too new, in use or out of reach.
    pub fn open(path: &Path, options: Options) -> Result<Self, OpenError> {
        let opened = open::to_write(path)?;
        Self::start(opened, options, Some(path)).map_err(|error| OpenError {
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
        Self::start(opened, options, None).map_err(|error| OpenError {
            path: open::MEMORY.into(),
            reason: Reason::Failed(error.to_string()),
        })
    }

    pub(crate) fn start(opened: Opened, options: Options, path: Option<&Path>) -> std::io::Result<Self> {
        let readers = path.map(Readers::start).transpose()?;
        let (sender, queue) = mpsc::channel();
        let writer = Writer::new(opened, options);
        let thread = thread::Builder::new()
            .name("roster-writer".to_owned())
            .spawn(move || writer.serve(queue))?;
        Ok(Self(Arc::new(Engine {
            writer: sender,
            writer_thread: Some(thread),
            readers,
        })))
    }
}

impl Store for SqliteStore {
    fn read(&self, weight: Weight, work: Box<dyn Work>) {
        let job = Job::new(work);
        match &self.0.readers {
            Some(readers) => readers.run(weight, job),
            None => self.0.send(Message::Run(Access::Read, job)),
        }
    }

    fn write(&self, work: Box<dyn Work>) {
        self.0.send(Message::Run(Access::Write, Job::new(work)));
    }

    fn stop(&self) -> BoxFuture<'static, ()> {
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
    /// Tells the writer something. If it is gone, the message is dropped, and work in it hears that
    /// the engine has stopped.
    fn send(&self, message: Message) {
        drop(self.writer.send(message));
    }

    fn stop_writer(&self) -> Stopped {
        let (done, stopped) = oneshot::channel();
        self.send(Message::Stop(done));
        stopped
    }
}

impl Drop for Engine {
    /// Waits for the writer, so that the file is closed when the store is gone.
    fn drop(&mut self) {
        drop(self.stop_writer());
        // The writer itself may be the last to let go, with the work that it finishes.
        if let Some(writer) = self.writer_thread.take()
            && writer.thread().id() != thread::current().id()
            && writer.join().is_err()
        {
            tracing::error!("the writer's thread has panicked");
        }
    }
}
