//! The progress of a copy: a bar on a terminal, otherwise a line for each kind of record.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use roster_store::copy::{Progress, Step};

const TEMPLATE: &str = "{msg:30} {wide_bar} {human_pos} of {human_len}, {eta} left";

/// The progress display of a copy.
pub(super) struct Shown {
    /// None if standard error is not a terminal.
    bar: Option<ProgressBar>,
    last: Option<Progress>,
    /// The step and the count of the last line.
    printed: Option<(Step, u64)>,
    begun: Instant,
    /// When the check began.
    checking: Option<Instant>,
}

/// The durations of the steps.
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
            printed: None,
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

    /// Prints the result of one kind of record when the next begins.
    fn print(&mut self, progress: Progress) {
        if let Some(last) = self.last
            && (last.step, last.what) != (progress.step, progress.what)
        {
            self.print_end(last);
        }
    }

    /// Prints the last count, unless it was printed already.
    fn print_end(&mut self, last: Progress) {
        let Progress {
            step,
            what,
            done,
            total,
        } = last;
        if self.printed != Some((step, done)) && done > 0 {
            self.printed = Some((step, done));
            eprintln!("{} {what}: {done} of {total}", name(step));
        }
    }

    pub(super) fn end(mut self) -> Times {
        match (&self.bar, self.last) {
            (Some(bar), _) => bar.finish_and_clear(),
            (None, Some(last)) => self.print_end(last),
            (None, None) => {}
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
