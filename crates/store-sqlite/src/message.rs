//! Messages to the writer.

use futures_channel::oneshot;
use roster_store::StoreError;

use crate::access::Access;
use crate::queued_work::QueuedWork;

/// A message to the writer.
pub(crate) enum Message {
    /// Run work.
    Run(Access, QueuedWork),
    /// Stop after the work given before. The sender is dropped when the thread has stopped.
    Stop(oneshot::Sender<()>),
}

impl Message {
    /// Ends the work in it with an error.
    pub(crate) fn fail(self, error: StoreError) {
        match self {
            Self::Run(_, work) => work.finish(Err(error)),
            Self::Stop(_) => {}
        }
    }
}

/// Resolves when a thread has stopped, with an error that means nothing.
pub(crate) type Stopped = oneshot::Receiver<()>;
