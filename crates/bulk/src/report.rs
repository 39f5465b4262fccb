//! The report of a run, as CSV.

use roster_plan::{Progress, State};

use crate::error::FileError;
use crate::plan_file::PlanFile;

/// A row for each change of a run: what became of it, with the reason or the words of the service.
///
/// # Errors
/// The text cannot be written.
pub fn report(plan: &PlanFile, progress: &Progress) -> Result<String, FileError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "Username",
        "UserId",
        "Resource",
        "Operation",
        "Outcome",
        "Message",
    ])?;
    let resources = plan.resources.iter();
    let resources = resources.map(|change| ("", "", change.title(), change.call.operation().name));
    let people = plan.changes.iter();
    let people = people.map(|change| {
        let (username, id) = (&*change.username, &*change.user_id);
        (username, id, String::new(), change.part.operation().name)
    });
    for ((username, id, resource, operation), state) in resources.chain(people).zip(progress.states()) {
        let (outcome, message) = outcome(state);
        writer.write_record([username, id, &*resource, operation, outcome, message])?;
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
