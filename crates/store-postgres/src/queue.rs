//! Work that waits for a worker.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use roster_store::{Level, Tally};
use tokio::sync::mpsc::error::SendError;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, WeakUnboundedSender, unbounded_channel};

use crate::job::Job;

/// Where work is given. Not bounded here: the service gives no more at once than it may.
pub(crate) struct Queue {
    sender: Mutex<Option<UnboundedSender<Job>>>,
    length: Length,
}

/// Where it is taken from, by as many workers as there are.
#[derive(Clone)]
pub(crate) struct Waiting {
    jobs: Arc<tokio::sync::Mutex<UnboundedReceiver<Job>>>,
    back: WeakUnboundedSender<Job>,
    length: Length,
}

/// Where it is told how much work waits.
#[derive(Clone)]
pub(crate) struct Length {
    pub(crate) tally: Arc<Tally>,
    pub(crate) level: fn(&Tally) -> &Level,
}

/// What came.
pub(crate) enum Next {
    Jobs(Vec<Job>),
    /// Nothing, for a while.
    Nothing,
    /// Nothing will come any more.
    End,
}

impl Length {
    fn level(&self) -> &Level {
        (self.level)(&self.tally)
    }
}

impl Queue {
    pub(crate) fn new(length: Length) -> (Self, Waiting) {
        let (sender, receiver) = unbounded_channel();
        let waiting = Waiting {
            jobs: Arc::new(tokio::sync::Mutex::new(receiver)),
            back: sender.downgrade(),
            length: length.clone(),
        };
        let sender = Mutex::new(Some(sender));
        (Self { sender, length }, waiting)
    }

    /// Gives work; gives it back where nobody takes it any more.
    pub(crate) fn give(&self, job: Job) -> Result<(), Job> {
        let sender = self.sender.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(sender) = sender else { return Err(job) };
        self.length.level().rise(1);
        sender.send(job).map_err(|SendError(job)| {
            self.length.level().fall(1);
            job
        })
    }

    /// Takes no more.
    pub(crate) fn end(&self) {
        *self.sender.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Waiting {
    /// Everything that waits, up to a limit.
    pub(crate) async fn next(&self, limit: usize, patience: Duration) -> Next {
        let mut jobs = Vec::new();
        let taking = async { self.jobs.lock().await.recv_many(&mut jobs, limit).await };
        match tokio::time::timeout(patience, taking).await {
            Ok(0) => Next::End,
            Ok(count) => {
                self.length.level().fall(count);
                Next::Jobs(jobs)
            }
            Err(_) => Next::Nothing,
        }
    }

    /// Gives work back, for others to take. After the end nobody may be left who would: it stays
    /// where it is.
    pub(crate) fn give_back(&self, jobs: Vec<Job>) -> Vec<Job> {
        let Some(back) = self.back.upgrade() else {
            return jobs;
        };
        self.length.level().rise(jobs.len());
        // Whoever gives it back is there, and the other end with them.
        for job in jobs {
            drop(back.send(job));
        }
        Vec::new()
    }
}
