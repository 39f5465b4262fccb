//! What became of a run, for the terminal and as files; and `roster bulk report`.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use roster_bulk::{PlanFile, Runs, outcome, report, timestamp};
use roster_client::SystemClock;
use roster_plan::{Progress, State};

use super::plan_view::title;
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

/// A change of a run, and where it stands.
pub(super) struct ReportLine<'a> {
    /// The person, or what people refer to.
    pub(super) about: String,
    /// The operation that makes the change.
    pub(super) operation: &'static str,
    /// The fields with their values before and after.
    pub(super) fields: Vec<(String, String, String)>,
    pub(super) state: &'a State,
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
        print_not_done(out, "RESOURCE", self.resources())?;
        print_not_done(out, "USER", self.people())?;
        if !self.progress.is_complete() {
            write_line!(
                out,
                "The run is not complete: `roster bulk resume {}` goes on",
                self.id
            )?;
        }
        Ok(())
    }

    /// The changes of resources, in their order.
    pub(super) fn resources(&self) -> impl Iterator<Item = ReportLine<'_>> {
        let changes = self.plan.resources.iter().zip(self.progress.states());
        changes.map(|(change, state)| ReportLine {
            about: title(change.kind.noun(), &change.name()),
            operation: change.call.operation().name,
            fields: change
                .members()
                .into_iter()
                .map(|member| (member.name, member.before, member.after))
                .collect(),
            state,
        })
    }

    /// The changes of people, in their order.
    pub(super) fn people(&self) -> impl Iterator<Item = ReportLine<'_>> {
        let states = &self.progress.states()[self.plan.resources.len()..];
        let changes = self.plan.changes.iter().zip(states);
        changes.map(|(change, state)| ReportLine {
            about: word(&change.username).into_owned(),
            operation: change.part.operation().name,
            fields: change
                .fields()
                .map(|field| {
                    (
                        field.field.name(),
                        field.before.to_owned(),
                        field.after.to_owned(),
                    )
                })
                .collect(),
            state,
        })
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
        private_file::replace(path, &report(self.plan, self.progress)?)
    }

    fn write_page(&self, path: &Path) -> anyhow::Result<()> {
        private_file::replace(path, &report_page(self, &timestamp(&SystemClock)))
    }
}

/// Prints what is not done, with the reasons.
fn print_not_done<'a>(
    out: &mut impl Write,
    heading: &str,
    lines: impl Iterator<Item = ReportLine<'a>>,
) -> anyhow::Result<()> {
    let not_done = lines.filter_map(|line| {
        let is_shown = match line.state {
            State::Skipped(_) | State::Failed(_) | State::InDoubt => true,
            State::Waiting | State::Done => false,
        };
        let (outcome, message) = outcome(line.state);
        is_shown.then(|| [line.about, outcome.to_owned(), message.to_owned()])
    });
    let rows: Vec<_> = not_done.collect();
    if rows.is_empty() {
        return Ok(());
    }
    let more = rows.len().saturating_sub(LINES);
    let shown = rows.into_iter().take(LINES);
    TextTable::of([heading, "OUTCOME", "WHY"], shown).print(out, terminal_width())?;
    if more > 0 {
        write_line!(out, "and {more} more")?;
    }
    Ok(())
}
