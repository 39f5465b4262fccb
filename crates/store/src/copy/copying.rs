//! A copy on its way: both sides and the progress.

use super::report::{Progress, Step};
use super::sides::{Source, Target};

/// How many pairs or records are read at once.
pub(super) const PAGE: usize = 4_000;

/// A copy that is being made.
pub(super) struct Copying<'a> {
    pub(super) source: &'a mut dyn Source,
    pub(super) target: &'a mut dyn Target,
    pub(super) report: &'a mut dyn FnMut(Progress),
    pub(super) progress: Progress,
}

impl Copying<'_> {
    /// Reports the begin of a step.
    pub(super) fn begin(&mut self, step: Step, what: &'static str) {
        if step != self.progress.step {
            self.progress.done = 0;
        }
        (self.progress.step, self.progress.what) = (step, what);
        self.advance(0);
    }

    /// Reports that so much more is done.
    pub(super) fn advance(&mut self, done: u64) {
        self.progress.done += done;
        (self.report)(self.progress);
    }
}
