//! A gate in front of a store or behind it: while it is closed, work waits there until a test lets it through.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

type Work = Box<dyn FnOnce() + Send>;

/// Open at first.
#[derive(Default)]
pub struct Gate(Mutex<State>);

#[derive(Default)]
struct State {
    is_closed: bool,
    waiting: VecDeque<Work>,
}

impl Gate {
    /// Lets no more work through.
    pub fn close(&self) {
        self.state().is_closed = true;
    }

    /// Lets all work through.
    pub fn open(&self) {
        let waiting = {
            let mut state = self.state();
            state.is_closed = false;
            std::mem::take(&mut state.waiting)
        };
        for work in waiting {
            work();
        }
    }

    /// Lets the work through that has waited longest.
    pub fn let_one_through(&self) {
        let work = self.state().waiting.pop_front();
        work.expect("work that waits")();
    }

    /// Lets the work through that came last.
    pub fn let_last_through(&self) {
        let work = self.state().waiting.pop_back();
        work.expect("work that waits")();
    }

    /// How much work waits.
    pub fn waiting(&self) -> usize {
        self.state().waiting.len()
    }

    /// Goes on with work, at once or when it is let through.
    pub(crate) fn pass(&self, work: impl FnOnce() + Send + 'static) {
        let mut state = self.state();
        if state.is_closed {
            state.waiting.push_back(Box::new(work));
        } else {
            drop(state);
            work();
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
