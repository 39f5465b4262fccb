//! Making commits durable, on a thread of its own, while the writer goes on.
//!
//! Commits go to the write-ahead log. One flush of the log makes all commits before it durable. Only then
//! their work is finished, and with it the reads that may have seen them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, SendError, Sender};
use std::thread::{self, JoinHandle, ThreadId};
use std::time::{Duration, Instant};
use std::{io, iter};

use roster_store::{Counters, StoreError};

use crate::failure_latch::{FailureLatch, PanicGuard};
use crate::options::Options;
use crate::pending_commits::Progress;
use crate::queued_work::QueuedWork;
use crate::row_cache::RowCache;

/// Flushes the log to the disk.
pub(crate) type Flush = Box<dyn FnMut() -> io::Result<()> + Send>;

/// Work that was run, and its outcome if the flush succeeds.
pub(crate) type Done = (QueuedWork, Result<(), StoreError>);

/// How many commits may be ahead of the disk: one is being flushed, and one waits.
const AHEAD: usize = 2;
/// If a flush takes this long, the writer waits for it: one larger commit per flush is faster than two groups
/// of callers that wait for each other's flush.
const LONG_FLUSH: Duration = Duration::from_micros(500);

/// A handle of the flush thread.
#[derive(Clone)]
pub(crate) struct Flusher {
    messages: Sender<Message>,
    cache: Arc<RowCache>,
    pub(crate) failure: FailureLatch,
    /// Whether the last flush took [`LONG_FLUSH`] or more.
    is_slow: Arc<AtomicBool>,
}

/// The flush thread, as the writer owns it.
pub(crate) struct FlushThread {
    pub(crate) flusher: Flusher,
    /// One permit for each commit that may begin.
    permits: Receiver<()>,
    /// How many permits the writer holds.
    held_permits: usize,
    thread: JoinHandle<()>,
}

enum Message {
    Commit(Commit),
    Read(Read),
    Stop,
}

impl Message {
    /// Ends the work in it with an error.
    fn fail(self, error: &StoreError) {
        let works = match self {
            Self::Commit(commit) => commit.works,
            Self::Read(read) => vec![read.done],
            Self::Stop => Vec::new(),
        };
        for (work, _) in works {
            work.finish(Err(error.clone()));
        }
    }
}

/// A transaction that was committed or has failed.
pub(crate) struct Commit {
    pub(crate) works: Vec<Done>,
    /// Whether it was announced to the row cache.
    pub(crate) is_announced: bool,
}

/// A read from the database.
struct Read {
    done: Done,
    /// The number of the last commit that it may have seen.
    seen: u64,
}

/// Starts the thread.
pub(crate) fn start(
    flush: Flush,
    failure: FailureLatch,
    cache: Arc<RowCache>,
    options: Options,
    counters: Arc<Counters>,
) -> io::Result<FlushThread> {
    let (sender, queue) = mpsc::channel();
    let (free, permits) = mpsc::channel();
    for _ in 0..AHEAD {
        // The receiver is here.
        _ = free.send(());
    }
    let flusher = Flusher {
        messages: sender,
        cache,
        failure,
        is_slow: Arc::default(),
    };
    let worker = FlushLoop {
        flush,
        flusher: flusher.clone(),
        free,
        options,
        counters,
        reads: Vec::new(),
    };
    let thread = thread::Builder::new()
        .name("roster-flush".to_owned())
        .spawn(move || worker.serve(&queue))?;
    Ok(FlushThread {
        flusher,
        permits,
        held_permits: 0,
        thread,
    })
}

impl Flusher {
    /// Finishes work that has read from the database, as soon as everything it may have seen is on disk.
    pub(crate) fn finish_read(&self, work: QueuedWork, outcome: Result<(), StoreError>) {
        if let Err(error) = self.failure.check() {
            work.finish(Err(error));
            return;
        }
        let Progress { announced, settled } = self.cache.progress();
        if announced == settled {
            work.finish(outcome);
            return;
        }
        let done = (work, outcome);
        let read = Message::Read(Read {
            done,
            seen: announced,
        });
        if let Err(SendError(unsent)) = self.messages.send(read) {
            unsent.fail(&self.failure.thread_ended());
        }
    }
}

impl FlushThread {
    pub(crate) fn thread_id(&self) -> ThreadId {
        self.thread.thread().id()
    }

    /// Waits until another transaction may begin: on a slow disk, until all commits before it are flushed.
    pub(crate) fn wait(&mut self) {
        let is_slow = self.flusher.is_slow.load(Ordering::Relaxed);
        let needed = if is_slow { AHEAD } else { 1 };
        while self.held_permits < needed {
            // If the thread has ended, the latch is set, and no transaction begins.
            _ = self.permits.recv();
            self.held_permits += 1;
        }
        // The transaction takes one.
        self.held_permits -= 1;
    }

    /// Hands over a commit, to be finished after the next flush.
    pub(crate) fn finish(&self, commit: Commit) {
        if let Err(SendError(unsent)) = self.flusher.messages.send(Message::Commit(commit)) {
            unsent.fail(&self.flusher.failure.thread_ended());
        }
    }

    /// Waits until everything is flushed.
    ///
    /// # Errors
    ///
    /// If a flush has ever failed.
    pub(crate) fn stop(self) -> Result<(), StoreError> {
        drop(self.flusher.messages.send(Message::Stop));
        if self.thread.join().is_err() {
            tracing::error!("the flush thread has panicked");
        }
        self.flusher.failure.check()
    }
}

struct FlushLoop {
    flush: Flush,
    flusher: Flusher,
    free: Sender<()>,
    options: Options,
    counters: Arc<Counters>,
    /// Reads that may have seen commits which are not yet on disk.
    reads: Vec<Read>,
}

impl FlushLoop {
    fn serve(mut self, queue: &Receiver<Message>) {
        let _guard = PanicGuard {
            failure: self.flusher.failure.clone(),
            cache: Arc::clone(&self.flusher.cache),
        };
        let mut stopped = false;
        while !stopped && let Ok(first) = queue.recv() {
            let mut commits = Vec::new();
            let mut works = 0;
            for message in iter::once(first).chain(queue.try_iter()) {
                match message {
                    Message::Commit(commit) => {
                        works += commit.works.len();
                        commits.push(commit);
                    }
                    Message::Read(read) => self.reads.push(read),
                    Message::Stop => stopped = true,
                }
                if stopped || works >= self.options.batch_limit {
                    break;
                }
            }
            if !commits.is_empty() {
                self.finish_together(commits);
            }
            self.finish_reads();
        }
    }

    /// Flushes once for all of these commits, and finishes them.
    fn finish_together(&mut self, commits: Vec<Commit>) {
        let flushed = self.flusher.failure.check().and_then(|()| self.flush());
        if flushed.is_err() {
            self.flusher.cache.close();
        }
        for commit in commits {
            if commit.is_announced && flushed.is_ok() {
                self.flusher.cache.publish();
            }
            for (work, outcome) in commit.works {
                work.finish(flushed.clone().and(outcome));
            }
            // The writer may have ended.
            _ = self.free.send(());
        }
    }

    fn finish_reads(&mut self) {
        let checked = self.flusher.failure.check();
        let settled = self.flusher.cache.progress().settled;
        let ready = self
            .reads
            .extract_if(.., |read| checked.is_err() || read.seen <= settled);
        for Read {
            done: (work, outcome),
            ..
        } in ready
        {
            work.finish(checked.clone().and(outcome));
        }
    }

    fn flush(&mut self) -> Result<(), StoreError> {
        let begun = Instant::now();
        if let Some(hook) = &self.options.flush_hook {
            hook.call();
        }
        let flushed = (self.flush)();
        let took = begun.elapsed();
        self.counters.record_flush(took);
        let is_slow = took > LONG_FLUSH;
        self.flusher.is_slow.store(is_slow, Ordering::Relaxed);
        flushed.map_err(|error| self.flusher.failure.flush_failed(&error))
    }
}
