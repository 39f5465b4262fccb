//! The report of a run, as CSV.

use roster_plan::{Change, Progress, State};

use crate::error::FileError;

/// Rows of the people of a run: what became of each change, with the reason or the words of the service.
///
/// # Errors
/// The text cannot be written.
pub fn report(changes: &[Change], progress: &Progress) -> Result<String, FileError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["Username", "UserId", "Operation", "Outcome", "Message"])?;
    for (change, state) in changes.iter().zip(progress.states()) {
        let (outcome, message) = outcome(state);
        writer.write_record([
            &*change.username,
            &*change.user_id,
            change.part.operation().name,
            outcome,
            message,
        ])?;
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A state as reports name it, with its reason or the words of the service.
pub fn outcome(state: &State) -> (&'static str, &str) {
    match state {
        State::Waiting => ("WAITING", ""),
        State::InDoubt => ("IN_DOUBT", "`roster bulk resume` looks it up"),
        State::Done => ("DONE", ""),
        State::Skipped(reason) => ("SKIPPED", reason.words()),
        State::Failed(message) => ("FAILED", message),
    }
}
