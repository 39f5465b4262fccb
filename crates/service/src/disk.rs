//! Whether the disk of the directory is full, as far as the last changes have shown.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use roster_domain::records::PasswordHash;
use roster_domain::{Key, Record};
use roster_store::{BoxFuture, Rows, Store, StoreError, Verdict, Work, WriteError};

/// What is known of the disk.
#[derive(Default)]
pub(crate) struct Disk {
    is_full: AtomicBool,
    /// When it was last tried whether it has room again, in seconds since the epoch.
    tried_at: AtomicU64,
}

impl Disk {
    /// Notes how work ended that has written something.
    pub(crate) fn note(&self, outcome: &Result<(), StoreError>) {
        match outcome {
            Ok(()) => {
                // Hardly ever so, and then read from memory that all threads share.
                if self.is_full() {
                    tracing::info!("the disk of the directory has room again");
                    self.is_full.store(false, Ordering::Relaxed);
                }
            }
            Err(StoreError::Full) => self.is_full.store(true, Ordering::Relaxed),
            Err(
                StoreError::Unflushed(_)
                | StoreError::Crashed(_)
                | StoreError::Overloaded
                | StoreError::Unknown
                | StoreError::Stopped
                | StoreError::Corrupt(_)
                | StoreError::Engine(_),
            ) => {}
        }
    }

    pub(crate) fn is_full(&self) -> bool {
        self.is_full.load(Ordering::Relaxed)
    }

    /// Tries whether there is room again, once a second at most. There may be no other change that would find
    /// out.
    pub(crate) fn try_again(self: &Arc<Self>, store: &dyn Store, now: SystemTime) {
        let now = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        if self.tried_at.swap(now, Ordering::Relaxed) != now {
            store.write(Box::new(Trial(Arc::clone(self))));
        }
    }
}

/// A change that leaves nothing, but is written to the disk.
struct Trial(Arc<Disk>);

impl Work for Trial {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async move {
            let (kind, key) = (PasswordHash::KIND, Key::new().text("trial of the disk"));
            match rows.insert(kind, &key, b"{}", &[]).await {
                Ok(()) => {}
                Err(WriteError::Store(error)) => return Err(error),
                Err(WriteError::Taken(index)) => {
                    return Err(StoreError::Engine(format!("{} is taken", index.name)));
                }
            }
            rows.delete(kind, &key, &[]).await?;
            Ok(Verdict::Keep)
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        self.0.note(&outcome);
    }
}
