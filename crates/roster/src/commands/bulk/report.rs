//! What became of a run, for the terminal and as files; and `roster bulk report`.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use roster_bulk::{PlanFile, Runs, outcome, report, timestamp};
use roster_client::SystemClock;
use roster_plan::{Progress, State};

use super::report_page::report_page;
use crate::arguments::BulkReport;
use crate::private_file;
use crate::terminal_text::{word, write_line};
use crate::text_table::{TextTable, terminal_width};

/// The most lines that a report prints; its files have all.
const LINES: usize = 50;

const CSV: &str = "report.csv";
const HTML: &str = "report.html";

/// A run and how far it is.
pub(super) struct RunReport<'a> {
    pub(super) id: &'a str,
    pub(super) plan: &'a PlanFile,
    pub(super) progress: &'a Progress,
}

/// Prints what became of a run, and writes it to files.
pub(super) fn show(arguments: &BulkReport) -> anyhow::Result<ExitCode> {
    let runs = Runs::in_folder(arguments.journal.journal.clone());
    let id = runs.id_or_newest(arguments.run.as_deref())?;
    let (plan, progress) = runs.look(&id)?;
    let report = RunReport {
        id: &id,
        plan: &plan,
        progress: &progress,
    };
    if let Some(path) = &arguments.csv {
        report.write_csv(path)?;
    }
    if let Some(path) = &arguments.html {
        report.write_page(path)?;
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    report.print(&mut out)?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

impl RunReport<'_> {
    /// Writes both files into the folder of the run.
    pub(super) fn write_beside_journal(&self, folder: &Path) -> anyhow::Result<()> {
        self.write_csv(&folder.join(CSV))?;
        self.write_page(&folder.join(HTML))
    }

    /// Prints where these files are.
    pub(super) fn print_files(out: &mut impl Write, folder: &Path) -> anyhow::Result<()> {
        write_line!(out, "Report: {} and {CSV}", folder.join(HTML).display())?;
        Ok(())
    }

    /// Prints the counts and what is not done.
    pub(super) fn print(&self, out: &mut impl Write) -> anyhow::Result<()> {
        write_line!(out, "Run {}: {}", self.id, self.summary())?;
        let changes = self.plan.changes.iter().zip(self.progress.states());
        let not_done = changes.filter_map(|(change, state)| {
            let is_shown = match state {
                State::Skipped(_) | State::Failed(_) | State::InDoubt => true,
                State::Waiting | State::Done => false,
            };
            let (outcome, message) = outcome(state);
            is_shown.then(|| {
                [
                    word(&change.username).into_owned(),
                    outcome.to_owned(),
                    message.to_owned(),
                ]
            })
        });
        let rows: Vec<_> = not_done.collect();
        if !rows.is_empty() {
            let more = rows.len().saturating_sub(LINES);
            let shown = rows.into_iter().take(LINES);
            TextTable::of(["USER", "OUTCOME", "WHY"], shown).print(out, terminal_width())?;
            if more > 0 {
                write_line!(out, "and {more} more")?;
            }
        }
        if !self.progress.is_complete() {
            write_line!(
                out,
                "The run is not complete: `roster bulk resume {}` goes on",
                self.id
            )?;
        }
        Ok(())
    }

    /// How many changes stand where.
    pub(super) fn summary(&self) -> String {
        let counts = self.progress.counts();
        format!(
            "{} planned, {} done, {} skipped, {} failed",
            counts.planned, counts.done, counts.skipped, counts.failed
        )
    }

    fn write_csv(&self, path: &Path) -> anyhow::Result<()> {
        private_file::replace(path, &report(&self.plan.changes, self.progress)?)
    }

    fn write_page(&self, path: &Path) -> anyhow::Result<()> {
        private_file::replace(path, &report_page(self, &timestamp(&SystemClock)))
    }
}
