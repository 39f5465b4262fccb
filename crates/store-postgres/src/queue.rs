//! Work that waits for a worker.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use roster_domain::clock::{Clock, timeout};
use roster_store::{Counters, Gauge};
use tokio::sync::mpsc::error::SendError;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, WeakUnboundedSender, unbounded_channel};

use crate::queued_work::QueuedWork;

/// The sending end. Unbounded: the service limits how much work waits.
pub(crate) struct Queue {
    sender: Mutex<Option<UnboundedSender<QueuedWork>>>,
    gauge: QueueGauge,
}

/// The receiving end, shared by workers.
#[derive(Clone)]
pub(crate) struct WaitingWork {
    works: Arc<tokio::sync::Mutex<UnboundedReceiver<QueuedWork>>>,
    returned: WeakUnboundedSender<QueuedWork>,
    gauge: QueueGauge,
}

/// The gauge of the queue's length.
#[derive(Clone)]
pub(crate) struct QueueGauge {
    pub(crate) counters: Arc<Counters>,
    pub(crate) gauge: fn(&Counters) -> &Gauge,
}

/// What a worker gets from a queue.
pub(crate) enum Next {
    Works(Vec<QueuedWork>),
    /// Nothing, within the timeout.
    Nothing,
    /// The queue is closed and empty.
    End,
}

impl QueueGauge {
    fn get(&self) -> &Gauge {
        (self.gauge)(&self.counters)
    }
}

impl Queue {
    pub(crate) fn new(gauge: QueueGauge) -> (Self, WaitingWork) {
        let (sender, receiver) = unbounded_channel();
        let waiting = WaitingWork {
            works: Arc::new(tokio::sync::Mutex::new(receiver)),
            returned: sender.downgrade(),
            gauge: gauge.clone(),
        };
        let sender = Mutex::new(Some(sender));
        (Self { sender, gauge }, waiting)
    }

    /// Adds work; returns it if the queue is closed.
    pub(crate) fn give(&self, work: QueuedWork) -> Result<(), QueuedWork> {
        let sender = self.sender.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(sender) = sender else { return Err(work) };
        self.gauge.get().add(1);
        sender.send(work).map_err(|SendError(work)| {
            self.gauge.get().subtract(1);
            work
        })
    }

    /// Closes the queue.
    pub(crate) fn close(&self) {
        *self.sender.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl WaitingWork {
    /// The waiting work, up to a limit; nothing if there is none for as long as `idle`.
    pub(crate) async fn next(&self, limit: usize, clock: &dyn Clock, idle: Duration) -> Next {
        let mut works = Vec::new();
        let taking = async { self.works.lock().await.recv_many(&mut works, limit).await };
        match timeout(clock, idle, taking).await {
            Some(0) => Next::End,
            Some(count) => {
                self.gauge.get().subtract(count);
                Next::Works(works)
            }
            None => Next::Nothing,
        }
    }

    /// Returns work to the queue, for other workers. If the queue is closed, they may have ended: then the caller keeps the
    /// work.
    pub(crate) fn give_back(&self, works: Vec<QueuedWork>) -> Vec<QueuedWork> {
        let Some(returned) = self.returned.upgrade() else {
            return works;
        };
        self.gauge.get().add(works.len());
        // The caller holds the receiving end, so sending succeeds.
        for work in works {
            drop(returned.send(work));
        }
        Vec::new()
    }
}
