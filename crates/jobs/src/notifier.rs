//! Waking the runner of this server.

use std::sync::Arc;

use tokio::sync::Notify;

/// Wakes the runner of this server, which otherwise looks for jobs once in a while.
#[derive(Clone, Debug, Default)]
pub struct Notifier(Arc<Notify>);

impl Notifier {
    /// Lets the runner look for due jobs now: called after the commit of a transaction that stores a job.
    pub fn notify(&self) {
        self.0.notify_one();
    }

    pub(crate) async fn notified(&self) {
        self.0.notified().await;
    }
}
