//! Work that waits for a worker.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, WeakUnboundedSender, unbounded_channel};

use crate::job::Job;

/// Where work is given. Unbounded: whoever asks waits for the answer, so that the number of open
/// requests, which the server limits, is a limit here too.
pub(crate) struct Queue(Mutex<Option<UnboundedSender<Job>>>);

/// Where it is taken from, by as many workers as there are.
#[derive(Clone)]
pub(crate) struct Waiting {
    jobs: Arc<tokio::sync::Mutex<UnboundedReceiver<Job>>>,
    back: WeakUnboundedSender<Job>,
}

/// What came.
pub(crate) enum Next {
    Jobs(Vec<Job>),
    /// Nothing, for a while.
    Nothing,
    /// Nothing will come any more.
    End,
}

impl Queue {
    pub(crate) fn new() -> (Self, Waiting) {
        let (sender, receiver) = unbounded_channel();
        let waiting = Waiting {
            jobs: Arc::new(tokio::sync::Mutex::new(receiver)),
            back: sender.downgrade(),
        };
        (Self(Mutex::new(Some(sender))), waiting)
    }

    /// Gives work. After the end it is dropped, and hears that the engine has stopped.
    pub(crate) fn give(&self, job: Job) {
        let sender = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(sender) = sender {
            drop(sender.send(job));
        }
    }

    /// Takes no more.
    pub(crate) fn end(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Waiting {
    /// Everything that waits, up to a limit.
    pub(crate) async fn next(&self, limit: usize, patience: Duration) -> Next {
        let mut jobs = Vec::new();
        let taking = async { self.jobs.lock().await.recv_many(&mut jobs, limit).await };
        match tokio::time::timeout(patience, taking).await {
            Ok(0) => Next::End,
            Ok(_) => Next::Jobs(jobs),
            Err(_) => Next::Nothing,
        }
    }
    /// Gives work back, for others to take. After the end nobody may be left who would: it stays
    /// where it is.
    pub(crate) fn give_back(&self, jobs: Vec<Job>) -> Vec<Job> {
        let Some(back) = self.back.upgrade() else {
            return jobs;
        };
        // Whoever gives it back is there, and the other end with them.
        for job in jobs {
            drop(back.send(job));
        }
        Vec::new()
    }
}
