//! The progress of a run: a bar on a terminal, otherwise nothing before the end.

use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressStyle};
use roster_bulk::Watch;
use roster_plan::Counts;

const TEMPLATE: &str = "{wide_bar} {human_pos} of {human_len}, {per_sec}, {eta} left{msg}";

/// The bar of a run.
pub(super) struct Bar(Option<ProgressBar>);

impl Bar {
    /// A bar for so many changes, of which some have an outcome.
    pub(super) fn start(counts: Counts) -> Self {
        let bar = io::stderr().is_terminal().then(|| {
            let style =
                ProgressStyle::with_template(TEMPLATE).unwrap_or_else(|_| ProgressStyle::default_bar());
            let bar = ProgressBar::new(counts.planned as u64).with_style(style);
            bar.set_position(finished(counts));
            bar.reset_eta();
            bar
        });
        Self(bar)
    }

    /// Removes the bar.
    pub(super) fn end(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

impl Watch for Bar {
    fn progressed(&self, counts: Counts) {
        if let Some(bar) = &self.0 {
            bar.set_position(finished(counts));
            if counts.failed + counts.skipped > 0 {
                bar.set_message(format!(", {} skipped, {} failed", counts.skipped, counts.failed));
            }
        }
    }
}

fn finished(counts: Counts) -> u64 {
    (counts.done + counts.skipped + counts.failed) as u64
}
