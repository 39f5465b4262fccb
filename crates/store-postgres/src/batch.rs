//! Running many pieces of work at once, on one snapshot.
//!
//! Each runs until it needs a row that nobody has asked for yet. When all of them wait, everything
//! they wait for is asked at once. A piece that ends leaves what it wrote to those that end after
//! it; if one of those has already seen what was changed, it is run again. A row that is known from an
//! earlier batch is not waited for: whether it is still so is asked with the next question, and if it
//! is not, all are run again.

use std::sync::Mutex;
use std::task::{Context, Poll, Waker};

use futures_util::FutureExt;
use roster_store::{BoxFuture, StoreError};

use crate::base::Shared;
use crate::failure::Failure;
use crate::job::Job;
use crate::rows::{Ending, Mode, WorkRows, lock};
use crate::session::Session;

/// A run that gives back its job when it is over.
type Run<'r> = BoxFuture<'r, (&'r mut Job, Ending)>;

/// Runs all of them to their ends.
pub(crate) async fn run(
    jobs: &mut [Job],
    shared: &Mutex<Shared>,
    session: &mut Session<'_>,
) -> Result<Vec<Ending>, Failure> {
    loop {
        if let Some(endings) = run_once(jobs, shared, session).await? {
            return Ok(endings);
        }
    }
}

/// Runs all of them to their ends; none if they went on with what turned out to be no longer so.
async fn run_once(
    jobs: &mut [Job],
    shared: &Mutex<Shared>,
    session: &mut Session<'_>,
) -> Result<Option<Vec<Ending>>, Failure> {
    let mode = session.mode();
    let mut runs: Vec<Option<Run<'_>>> = jobs
        .iter_mut()
        .map(|job| Some(begin(job, shared, mode)))
        .collect();
    let mut endings: Vec<Option<Ending>> = vec![None; runs.len()];
    loop {
        for (run, ending) in runs.iter_mut().zip(&mut endings) {
            go_on(run, ending, shared, mode);
        }
        let wanted = std::mem::take(&mut lock(shared).wanted);
        if wanted.is_empty() {
            break;
        }
        session.answer(wanted, shared).await?;
        if !lock(shared).confirm() {
            return Ok(None);
        }
    }
    drop(runs);
    let waited = || {
        Ending::Undone(Err(StoreError::Engine(
            "work waited for something other than its rows".to_owned(),
        )))
    };
    Ok(Some(
        endings
            .into_iter()
            .map(|ending| ending.unwrap_or_else(waited))
            .collect(),
    ))
}

fn begin<'r>(job: &'r mut Job, shared: &'r Mutex<Shared>, mode: Mode) -> Run<'r> {
    Box::pin(async move {
        let mut rows = WorkRows::new(shared, mode);
        let verdict = job.run(&mut rows).await;
        (job, rows.end(verdict))
    })
}

/// Runs one piece as far as it comes.
fn go_on<'r>(slot: &mut Option<Run<'r>>, end: &mut Option<Ending>, shared: &'r Mutex<Shared>, mode: Mode) {
    // Nothing wakes it but an answer, and after every answer it is asked anyhow.
    let mut context = Context::from_waker(Waker::noop());
    while let Some(run) = slot {
        match run.poll_unpin(&mut context) {
            Poll::Pending => return,
            Poll::Ready((job, Ending::Stale)) => *slot = Some(begin(job, shared, mode)),
            Poll::Ready((_, ending)) => {
                *end = Some(ending);
                *slot = None;
            }
        }
    }
}
