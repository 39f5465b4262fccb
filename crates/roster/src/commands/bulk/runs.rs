//! `roster bulk runs`.

use std::io::{self, Write};
use std::process::ExitCode;

use roster_bulk::{RunSummary, Runs};
use roster_plan::RunState;

use crate::arguments::BulkRuns;
use crate::terminal_text::write_json;
use crate::text_table::{TextTable, terminal_width};

const HEADINGS: [&str; 7] = ["ID", "STATE", "PLANNED", "DONE", "SKIPPED", "FAILED", "INSTANCE"];

/// Lists runs, newest first.
pub(super) fn runs(arguments: &BulkRuns) -> anyhow::Result<ExitCode> {
    let runs = Runs::in_folder(arguments.journal.journal.clone()).list()?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    if arguments.json {
        write_json(&mut out, &runs)?;
    } else {
        TextTable::of(HEADINGS, runs.iter().map(row)).print(&mut out, terminal_width())?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn row(run: &RunSummary) -> [String; 7] {
    let state = match run.state {
        RunState::Running => "running",
        RunState::Interrupted => "interrupted",
        RunState::Completed => "completed",
    };
    [
        run.id.clone(),
        state.to_owned(),
        run.counts.planned.to_string(),
        run.counts.done.to_string(),
        run.counts.skipped.to_string(),
        run.counts.failed.to_string(),
        run.instance_id.clone(),
    ]
}
