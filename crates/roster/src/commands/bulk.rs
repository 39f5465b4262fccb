//! `roster bulk`.

mod apply;
mod copy;
mod copy_view;
mod diff;
mod diff_metrics;
mod diff_watch;
mod exit_codes;
mod export;
mod file;
mod page;
mod plan;
mod plan_page;
mod plan_view;
mod progress;
mod report;
mod report_page;
mod runs;
mod session;
mod undo;

use std::process::ExitCode;

use crate::arguments::Bulk;

/// Runs the commands that change many users.
pub(crate) fn bulk(command: &Bulk) -> anyhow::Result<ExitCode> {
    match command {
        Bulk::Plan(arguments) => plan::plan(arguments),
        Bulk::Apply(arguments) => apply::apply(arguments),
        Bulk::Resume(arguments) => apply::resume(arguments),
        Bulk::Undo(arguments) => undo::undo(arguments),
        Bulk::Runs(arguments) => runs::runs(arguments),
        Bulk::Report(arguments) => report::show(arguments),
        Bulk::Diff(arguments) => diff::diff(arguments),
        Bulk::Copy(arguments) => copy::copy(arguments),
        Bulk::Export(arguments) => export::export(arguments),
    }
}
