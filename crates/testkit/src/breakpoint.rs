//! A step at which a runner goes no further, or its store fails.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use roster_store::{BoxFuture, ReadKind, Rows, Store, StoreError, Verdict, Work};
use tokio::sync::Notify;

/// What happens at the breakpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Nothing goes any further, until the runner is killed.
    Halt,
    /// This step of the store fails.
    Failure,
}

/// A step, counted from the start of a runner. Steps are: before work is given to the store, after it is done, and at
/// the start and the end of a handler.
pub struct Breakpoint {
    event: Event,
    at: usize,
    passed: AtomicUsize,
    reached: Notify,
    /// Work whose end is not reported.
    halted: Mutex<Vec<Box<dyn Work>>>,
}

impl Breakpoint {
    /// What happens at a step.
    pub fn new(event: Event, at: usize) -> Arc<Self> {
        Arc::new(Self {
            event,
            at,
            passed: AtomicUsize::new(0),
            reached: Notify::new(),
            halted: Mutex::default(),
        })
    }

    /// Waits until it is reached.
    pub async fn reached(&self) {
        self.reached.notified().await;
    }

    /// Whether it was reached.
    pub fn is_reached(&self) -> bool {
        self.passed() > self.at
    }

    /// How many steps there were.
    pub fn passed(&self) -> usize {
        self.passed.load(Ordering::SeqCst)
    }

    /// A step of a handler.
    pub async fn pass(&self) {
        if self.step() == Some(Event::Halt) {
            std::future::pending::<()>().await;
        }
    }

    /// What happens at this step.
    fn step(&self) -> Option<Event> {
        let step = self.passed.fetch_add(1, Ordering::SeqCst);
        if step == self.at {
            self.reached.notify_one();
        }
        let happens = step == self.at || step > self.at && self.event == Event::Halt;
        happens.then_some(self.event)
    }

    fn halt(&self, work: Box<dyn Work>) {
        self.halted.lock().unwrap().push(work);
    }
}

/// A store with a breakpoint in front of it and behind it.
pub struct BreakableStore {
    /// The store.
    pub store: Arc<dyn Store>,
    /// The breakpoint.
    pub breakpoint: Arc<Breakpoint>,
}

impl BreakableStore {
    fn give(&self, work: Box<dyn Work>, give: impl FnOnce(Box<dyn Work>)) {
        match self.breakpoint.step() {
            Some(Event::Halt) => self.breakpoint.halt(work),
            Some(Event::Failure) => work.finish(Err(StoreError::Full)),
            None => give(Box::new(BreakableWork {
                work,
                breakpoint: Arc::clone(&self.breakpoint),
            })),
        }
    }
}

impl Store for BreakableStore {
    fn read(&self, kind: ReadKind, work: Box<dyn Work>) {
        self.give(work, |work| self.store.read(kind, work));
    }

    fn write(&self, work: Box<dyn Work>) {
        self.give(work, |work| self.store.write(work));
    }

    fn stop(&self) -> BoxFuture<'static, ()> {
        self.store.stop()
    }
}

struct BreakableWork {
    work: Box<dyn Work>,
    breakpoint: Arc<Breakpoint>,
}

impl Work for BreakableWork {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        self.work.run(rows)
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        match self.breakpoint.step() {
            Some(Event::Halt) => self.breakpoint.halt(self.work),
            // It was stored, and the caller does not learn it.
            Some(Event::Failure) => self.work.finish(Err(StoreError::Unknown)),
            None => self.work.finish(outcome),
        }
    }
}
