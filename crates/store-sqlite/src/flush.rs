//! Making commits durable, on a thread of its own: the writer goes on meanwhile.
//!
//! Commits are written to the write-ahead log as they come, and one flush of the log makes all of them
//! durable that came before it. Only then anyone hears of them: those who wrote, and those who read
//! them from the database.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, SendError, Sender};
use std::thread::{self, JoinHandle, ThreadId};
use std::time::{Duration, Instant};
use std::{io, iter};

use roster_store::{StoreError, Tally};

use crate::cache::{Bodies, Progress};
use crate::job::Job;
use crate::store::Options;
use crate::trust::{Sentry, Trust};

/// Makes all that was written to the log durable.
pub(crate) type Flush = Box<dyn FnMut() -> io::Result<()> + Send>;

/// Work that is done, and how it ended if the flush succeeds.
pub(crate) type Done = (Job, Result<(), StoreError>);

/// How many commits may be ahead of the disk: one that is being flushed, and one that waits.
const AHEAD: usize = 2;
/// From here on it is faster to wait for a flush, and to share the next with all whom it lets go, than
/// to have two groups that each wait for the flush of the other.
const LONG_FLUSH: Duration = Duration::from_micros(500);

/// A way to the thread that flushes.
#[derive(Clone)]
pub(crate) struct Flusher {
    thread: Sender<Message>,
    bodies: Arc<Bodies>,
    pub(crate) trust: Trust,
    /// Whether the last flush took long.
    is_slow: Arc<AtomicBool>,
}

/// The thread that flushes, as the writer has it.
pub(crate) struct Flushing {
    pub(crate) flusher: Flusher,
    /// Has something to give as long as another commit may begin.
    places: Receiver<()>,
    /// How many of them the writer holds.
    taken: usize,
    thread: JoinHandle<()>,
}

enum Message {
    Commit(Commit),
    Read(Read),
    Stop,
}

impl Message {
    /// Ends the work in it.
    fn fail(self, error: &StoreError) {
        let works = match self {
            Self::Commit(commit) => commit.works,
            Self::Read(read) => vec![read.done],
            Self::Stop => Vec::new(),
        };
        for (job, _) in works {
            job.finish(Err(error.clone()));
        }
    }
}

/// A transaction that was committed, or failed to be.
pub(crate) struct Commit {
    pub(crate) works: Vec<Done>,
    /// Whether it was announced and changed rows.
    pub(crate) is_announced: bool,
}

/// A read from the database.
struct Read {
    done: Done,
    /// How many commits it may have seen.
    seen: u64,
}

/// Starts the thread.
pub(crate) fn start(
    flush: Flush,
    trust: Trust,
    bodies: Arc<Bodies>,
    options: Options,
    tally: Arc<Tally>,
) -> io::Result<Flushing> {
    let (sender, queue) = mpsc::channel();
    let (free, places) = mpsc::channel();
    for _ in 0..AHEAD {
        // Its receiver is here.
        _ = free.send(());
    }
    let flusher = Flusher {
        thread: sender,
        bodies,
        trust,
        is_slow: Arc::default(),
    };
    let thread = Thread {
        flush,
        flusher: flusher.clone(),
        free,
        options,
        tally,
        reads: Vec::new(),
    };
    let thread = thread::Builder::new()
        .name("roster-flush".to_owned())
        .spawn(move || thread.serve(&queue))?;
    Ok(Flushing {
        flusher,
        places,
        taken: 0,
        thread,
    })
}

impl Flusher {
    /// Lets work that has read from the database finish, when all it may have seen is on disk.
    pub(crate) fn finish_read(&self, job: Job, outcome: Result<(), StoreError>) {
        if let Err(error) = self.trust.check() {
            job.finish(Err(error));
            return;
        }
        let Progress { announced, settled } = self.bodies.progress();
        if announced == settled {
            job.finish(outcome);
            return;
        }
        let done = (job, outcome);
        let read = Message::Read(Read {
            done,
            seen: announced,
        });
        if let Err(SendError(unsent)) = self.thread.send(read) {
            unsent.fail(&self.trust.gone());
        }
    }
}

impl Flushing {
    pub(crate) fn thread_id(&self) -> ThreadId {
        self.thread.thread().id()
    }

    /// Waits until another transaction may begin: on a slow disk, until all before it are flushed.
    pub(crate) fn wait(&mut self) {
        let is_slow = self.flusher.is_slow.load(Ordering::Relaxed);
        let needed = if is_slow { AHEAD } else { 1 };
        while self.taken < needed {
            // If the thread is gone, the trust is too, and no transaction begins.
            _ = self.places.recv();
            self.taken += 1;
        }
        // One goes with the transaction.
        self.taken -= 1;
    }

    /// Hands over a transaction that has ended.
    pub(crate) fn finish(&self, commit: Commit) {
        if let Err(SendError(unsent)) = self.flusher.thread.send(Message::Commit(commit)) {
            unsent.fail(&self.flusher.trust.gone());
        }
    }

    /// Waits until all is flushed; an error if that ever failed.
    pub(crate) fn stop(self) -> Result<(), StoreError> {
        drop(self.flusher.thread.send(Message::Stop));
        if self.thread.join().is_err() {
            tracing::error!("the thread that flushes has panicked");
        }
        self.flusher.trust.check()
    }
}

struct Thread {
    flush: Flush,
    flusher: Flusher,
    free: Sender<()>,
    options: Options,
    tally: Arc<Tally>,
    /// Reads of what was not yet on disk.
    reads: Vec<Read>,
}

impl Thread {
    fn serve(mut self, queue: &Receiver<Message>) {
        let _sentry = Sentry {
            trust: self.flusher.trust.clone(),
            bodies: Arc::clone(&self.flusher.bodies),
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

    /// Flushes once for all of these.
    fn finish_together(&mut self, commits: Vec<Commit>) {
        let flushed = self.flusher.trust.check().and_then(|()| self.flush());
        if flushed.is_err() {
            self.flusher.bodies.close();
        }
        for commit in commits {
            if commit.is_announced && flushed.is_ok() {
                self.flusher.bodies.publish();
            }
            for (job, outcome) in commit.works {
                job.finish(flushed.clone().and(outcome));
            }
            // Nobody may be there to begin another.
            _ = self.free.send(());
        }
    }

    fn finish_reads(&mut self) {
        let checked = self.flusher.trust.check();
        let settled = self.flusher.bodies.progress().settled;
        let ready = self
            .reads
            .extract_if(.., |read| checked.is_err() || read.seen <= settled);
        for Read {
            done: (job, outcome), ..
        } in ready
        {
            job.finish(checked.clone().and(outcome));
        }
    }

    fn flush(&mut self) -> Result<(), StoreError> {
        let begun = Instant::now();
        delay(self.options.commit_delay);
        let flushed = (self.flush)();
        let took = begun.elapsed();
        self.tally.flushed(took);
        let is_slow = took > LONG_FLUSH;
        self.flusher.is_slow.store(is_slow, Ordering::Relaxed);
        flushed.map_err(|error| self.flusher.trust.end(&error))
    }
}

#[expect(clippy::disallowed_methods, reason = "a slow disk is what this imitates")]
pub(crate) fn delay(delay: Duration) {
    if !delay.is_zero() {
        thread::sleep(delay);
    }
}
