//! How far a copy has come: a bar on a terminal, a line for each kind of record elsewhere.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use roster_store::copy::{Progress, Step};

const TEMPLATE: &str = "{msg:34} {wide_bar} {human_pos}/{human_len}  {per_sec}  {eta} left";

/// What is shown of a copy.
pub(super) struct Shown {
    /// None where nobody looks at a terminal.
    bar: Option<ProgressBar>,
    last: Option<Progress>,
    begun: Instant,
    /// When the check began.
    checking: Option<Instant>,
}

/// How long the steps have taken.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    pub(super) copying: Duration,
    pub(super) checking: Duration,
}

impl Shown {
    pub(super) fn start() -> Self {
        Self {
            bar: std::io::stderr().is_terminal().then(bar),
            last: None,
            begun: Instant::now(),
            checking: None,
        }
    }

    pub(super) fn tell(&mut self, progress: Progress) {
        if progress.step == Step::Check {
            self.checking.get_or_insert_with(Instant::now);
        }
        match &self.bar {
            Some(bar) => show(bar, progress, self.last),
            None => self.print(progress),
        }
        self.last = Some(progress);
    }

    /// Prints what was done of one kind when the next has its turn.
    fn print(&self, progress: Progress) {
        let Some(last) = self.last else { return };
        if (last.step, last.what) != (progress.step, progress.what) && last.done > 0 {
            let Progress {
                what, done, total, ..
            } = last;
            eprintln!("{} {what}: {done} of {total}", name(last.step));
        }
    }

    pub(super) fn end(self) -> Times {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
        let end = Instant::now();
        let middle = self.checking.unwrap_or(end);
        Times {
            copying: middle - self.begun,
            checking: end - middle,
        }
    }
}

fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template(TEMPLATE).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style)
}

fn show(bar: &ProgressBar, progress: Progress, last: Option<Progress>) {
    let Progress {
        step,
        what,
        done,
        total,
    } = progress;
    if last.is_some_and(|last| last.step != step) {
        bar.reset();
    }
    bar.set_length(total);
    bar.set_message(format!("{} {what}", name(step)));
    bar.set_position(done);
}

fn name(step: Step) -> &'static str {
    match step {
        Step::Copy => "Bringing",
        Step::Check => "Checking",
    }
}
