//! Storing a job together with what causes it.

use roster_domain::Id;
use roster_domain::records::Job;
use roster_model::shapes::Timestamp;
use roster_store::{Transaction, WriteError};
use serde_json::Value;

use crate::lifecycle;

/// Stores a job in an open transaction: it is kept or undone with the rest of it. After the commit,
/// [`Notifier::notify`](crate::Notifier::notify) saves the runner of this server the wait for its next look.
///
/// # Errors
///
/// If the store fails.
pub async fn enqueue(
    transaction: &mut Transaction<'_>,
    id: Id,
    job_type: &str,
    payload: Value,
    now: Timestamp,
    due: Timestamp,
) -> Result<(), WriteError> {
    let job = Job::new(id, job_type.to_owned(), payload, now);
    transaction.insert(&Job { due, ..job }).await
}

/// Makes a job due now, with all its attempts, in an open transaction; false if there is none. The result of an attempt
/// that runs meanwhile does not count.
///
/// # Errors
///
/// If the store fails.
pub async fn revive(transaction: &mut Transaction<'_>, id: &Id, now: Timestamp) -> Result<bool, WriteError> {
    let Some(job) = transaction.get::<Job>(&Job::key_of(id)).await? else {
        return Ok(false);
    };
    let revived = lifecycle::revived(&job, now.into());
    transaction.update(&job, &revived).await?;
    Ok(true)
}
