//! How far an execution is taken: planned, carried out, or carried out as planned.

use roster_domain::Write;
use roster_domain::plan::PlannedRun;
use roster_store::{Rows, Transaction};

use crate::context::Context;
use crate::new_ids::NewIds;
use crate::refusal::{PlanRefusal, Refusal};

/// How far an execution is taken.
pub(crate) enum Mode {
    /// It is carried out.
    Execute,
    /// It is undone, and what it has changed is the outcome.
    Plan,
    /// It is carried out if it changes the same as this run.
    Apply(Box<PlannedRun>),
}

impl Mode {
    /// A transaction on an engine's rows.
    pub(crate) fn transaction<'a>(&self, rows: &'a mut dyn Rows) -> Transaction<'a> {
        let transaction = Transaction::new(rows);
        match self {
            Self::Execute => transaction,
            Self::Plan | Self::Apply(_) => transaction.noting_records(),
        }
    }

    /// Where the ids of new records come from.
    pub(crate) fn new_ids(&self) -> NewIds<'_> {
        match self {
            Self::Execute => NewIds::Random,
            Self::Plan => NewIds::Noted(Vec::new()),
            Self::Apply(planned) => NewIds::Planned(&planned.new_ids),
        }
    }

    /// Refuses a plan that was applied before: a record that it makes is there.
    pub(crate) async fn check_before(&self, cx: &mut Context<'_>) -> Result<(), Refusal> {
        let Self::Apply(planned) = self else {
            return Ok(());
        };
        let made = planned
            .written
            .iter()
            .filter(|written| written.write == Write::Insert);
        for written in made {
            let (kind, key) = written.place().ok_or(PlanRefusal::Unreadable)?;
            if cx.transaction.exists(kind, &key).await? {
                return Err(PlanRefusal::AppliedBefore.into());
            }
        }
        Ok(())
    }

    /// Refuses a run that differs from the planned one.
    pub(crate) fn check_after(&self, cx: &Context<'_>) -> Result<(), Refusal> {
        let Self::Apply(planned) = self else {
            return Ok(());
        };
        let (written, changes) = (cx.transaction.written(), cx.transaction.changes());
        let differences = planned.differences(cx.now, written, changes);
        if differences.is_empty() {
            Ok(())
        } else {
            Err(PlanRefusal::Outdated(differences).into())
        }
    }
}
