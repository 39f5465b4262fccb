//! Copies: everything that one store keeps is written to another, of any engine.
//!
//! Records are opaque here. The audit is copied first, because it shows whether an unfinished target is a copy of
//! this source. Then the tables are made equal, page by page: what an earlier run has copied is found again, and
//! what has changed since is updated, so that one procedure starts, resumes and catches up. At the end both sides
//! are read again and compared.

mod chains;
mod check;
mod copying;
mod report;
mod sides;
mod tables;

use roster_domain::records::kinds;

use crate::error::StoreError;

use self::copying::Copying;

pub use self::report::{Comparison, Completion, Content, CopyError, Outcome, Progress, Report, Step};
pub use self::sides::{
    Changes, Contents, Pair, PositionedRecord, Source, Table, Target, TargetState, has_content,
};

/// Makes the target a copy of the source, and reports progress.
///
/// # Errors
///
/// If either side fails, or the target cannot take the copy. What was copied stays, and the next run continues
/// from there.
pub fn copy(
    source: &mut dyn Source,
    target: &mut dyn Target,
    completion: Completion,
    report: &mut dyn FnMut(Progress),
) -> Result<Report, CopyError> {
    match target.begin().map_err(CopyError::Target)? {
        TargetState::Empty | TargetState::Unfinished => {}
        TargetState::InUse => return Err(CopyError::InUse),
        TargetState::HasContent => return Err(CopyError::HasContent),
    }
    let total = total(source).map_err(CopyError::Source)?;
    let mut copying = Copying {
        source,
        target,
        report,
        progress: Progress {
            step: Step::Copy,
            what: "",
            done: 0,
            total,
        },
    };
    copying.copy_chains()?;
    for kind in kinds() {
        copying.copy_kind(kind)?;
    }
    let comparisons = copying.compare()?;
    let outcome = if comparisons.iter().any(|comparison| !comparison.is_equal()) {
        Outcome::Different
    } else if completion == Completion::LeaveOpen {
        Outcome::LeftOpen
    } else if copying.has_source_changed()? {
        Outcome::Outdated
    } else {
        copying.finish()?;
        Outcome::Finished
    };
    Ok(Report { comparisons, outcome })
}

fn total(source: &mut dyn Source) -> Result<u64, StoreError> {
    let chains = source.chains()?;
    let records: u64 = chains.iter().map(|chain_head| chain_head.head.sequence).sum();
    Table::all().try_fold(records, |total, table| Ok(total + source.count(table)?))
}
