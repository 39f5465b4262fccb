//! Running many pieces of work concurrently, on one snapshot.
//!
//! Each piece runs until it needs a row that was not read yet. When all wait, everything they wait for is read in one
//! round trip. Work that finishes leaves its writes to the work that finishes later; if that has already read what
//! was changed, it runs again. A row of an earlier batch is used at once; its version is verified in the next
//! round trip, and if it has changed, all work runs again.

use std::sync::Mutex;
use std::task::{Context, Poll, Waker};

use futures_util::FutureExt;
use roster_store::{BoxFuture, StoreError};

use crate::batch_state::{BatchState, lock};
use crate::failure::Failure;
use crate::mode::{Mode, RunOutcome};
use crate::queued_work::QueuedWork;
use crate::rows::WorkRows;
use crate::session::Session;

/// A run of a piece of work, which it returns with the outcome.
type Run<'r> = BoxFuture<'r, (&'r mut QueuedWork, RunOutcome)>;

/// Runs all pieces of work to their ends.
pub(crate) async fn run(
    works: &mut [QueuedWork],
    state: &Mutex<BatchState>,
    session: &mut Session<'_>,
) -> Result<Vec<RunOutcome>, Failure> {
    loop {
        if let Some(outcomes) = run_once(works, state, session).await? {
            return Ok(outcomes);
        }
    }
}

/// Runs all pieces of work to their ends; `None` if a recent row that they used has changed.
async fn run_once(
    works: &mut [QueuedWork],
    state: &Mutex<BatchState>,
    session: &mut Session<'_>,
) -> Result<Option<Vec<RunOutcome>>, Failure> {
    let mode = session.mode();
    let mut runs: Vec<Option<Run<'_>>> = works
        .iter_mut()
        .map(|work| Some(begin(work, state, mode)))
        .collect();
    let mut outcomes: Vec<Option<RunOutcome>> = vec![None; runs.len()];
    loop {
        for (run, outcome) in runs.iter_mut().zip(&mut outcomes) {
            poll_run(run, outcome, state, mode);
        }
        let wanted = std::mem::take(&mut lock(state).wanted);
        if wanted.is_empty() {
            break;
        }
        session.fetch(wanted, state).await?;
        if !lock(state).verify_recent() {
            return Ok(None);
        }
    }
    drop(runs);
    let waited = || {
        RunOutcome::Undone(Err(StoreError::Engine(
            "work waited for something other than its rows".to_owned(),
        )))
    };
    Ok(Some(
        outcomes
            .into_iter()
            .map(|outcome| outcome.unwrap_or_else(waited))
            .collect(),
    ))
}

fn begin<'r>(work: &'r mut QueuedWork, state: &'r Mutex<BatchState>, mode: Mode) -> Run<'r> {
    Box::pin(async move {
        let mut rows = WorkRows::new(state, mode);
        let verdict = work.run(&mut rows).await;
        (work, rows.end(verdict))
    })
}

/// Polls one run until it waits or ends.
fn poll_run<'r>(
    slot: &mut Option<Run<'r>>,
    outcome_slot: &mut Option<RunOutcome>,
    state: &'r Mutex<BatchState>,
    mode: Mode,
) {
    // It waits only for the database, and is polled again after every round trip.
    let mut context = Context::from_waker(Waker::noop());
    while let Some(run) = slot {
        match run.poll_unpin(&mut context) {
            Poll::Pending => return,
            Poll::Ready((work, RunOutcome::Stale)) => *slot = Some(begin(work, state, mode)),
            Poll::Ready((_, outcome)) => {
                *outcome_slot = Some(outcome);
                *slot = None;
            }
        }
    }
}
