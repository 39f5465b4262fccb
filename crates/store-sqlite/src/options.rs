//! How an engine works.

use std::fmt;
use std::sync::Arc;

use roster_domain::migrations::{MIGRATIONS, Migration};
use roster_domain::random::{Random, SystemEntropy};

/// How an engine works.
#[derive(Clone)]
pub struct Options {
    /// How many pieces of work share one transaction at most; 1 gives each its own.
    pub batch_limit: usize,
    /// Called before each flush.
    pub flush_hook: Option<FlushHook>,
    /// The indexes that are filled if they are missing.
    pub migrations: &'static [Migration],
    /// Makes the keys of personal values.
    pub random: Arc<dyn Random>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            batch_limit: 512,
            flush_hook: None,
            migrations: MIGRATIONS,
            random: Arc::new(SystemEntropy::default()),
        }
    }
}

/// A function that is called on the flush thread before each flush: a test imitates a slow disk with it.
#[derive(Clone)]
pub struct FlushHook(Arc<dyn Fn() + Send + Sync>);

impl FlushHook {
    /// A hook that calls a function.
    pub fn new(hook: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Arc::new(hook))
    }

    pub(crate) fn call(&self) {
        (self.0)();
    }
}

impl fmt::Debug for FlushHook {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("FlushHook")
    }
}
