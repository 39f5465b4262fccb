//! `roster guard approve` and `roster guard reject`, of one change or of all that a run has left waiting.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::{Context, bail};
use roster_client::Parameters;
use roster_model::operation::{Description, Operation};
use roster_model::ops::roster::guard::{ApprovePendingChange, ListPendingChanges, RejectPendingChange};
use serde_json::{Value, json};

use super::find;
use crate::administration::cell;
use crate::arguments::GuardDecision;
use crate::terminal_text::{word, write_json, write_line};

/// What a principal decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    Approval,
    Rejection,
}

/// What became of a decision on one change of a run.
enum Outcome {
    Decided,
    /// The service refused it, with this sentence.
    Refused(String),
    /// The change waits for no approval.
    NotNeeded,
}

impl Decision {
    const fn operation(self) -> &'static Description {
        match self {
            Self::Approval => ApprovePendingChange::DESCRIPTION,
            Self::Rejection => RejectPendingChange::DESCRIPTION,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Approval => "approved",
            Self::Rejection => "rejected",
        }
    }

    /// Whether a change can be decided on.
    fn concerns(self, change: &Value) -> bool {
        match self {
            Self::Approval => waits_for(change, "APPROVAL"),
            Self::Rejection => true,
        }
    }
}

/// Decides on one change, or on all changes of a run.
pub(super) fn decide(arguments: &GuardDecision, decision: Decision) -> anyhow::Result<ExitCode> {
    if let Some(run) = &arguments.changes.run {
        return decide_run(arguments, run, decision);
    }
    let id = arguments.changes.id.as_deref().context("say ID or --run RUN")?;
    let change = find(&arguments.administration, id)?;
    arguments
        .administration
        .call(decision.operation(), &parameters(&change))?;
    println!("Change {id} is {}", decision.word());
    Ok(ExitCode::SUCCESS)
}

/// Decides on each change of a run that waits. A refusal of one leaves the others as they are.
fn decide_run(arguments: &GuardDecision, run: &str, decision: Decision) -> anyhow::Result<ExitCode> {
    let changes = changes_of_run(arguments, run)?;
    if decision == Decision::Approval {
        check_askers(&changes, run)?;
    }
    let (decidable, others): (Vec<_>, Vec<_>) =
        changes.into_iter().partition(|change| decision.concerns(change));
    let mut report = Report {
        decision,
        as_json: arguments.administration.json,
        outcomes: Vec::new(),
        out: io::stdout().lock(),
    };
    for change in others {
        report.add(change, Outcome::NotNeeded)?;
    }
    let inputs: Vec<_> = decidable.iter().map(parameters).collect();
    let operation = decision.operation();
    let called = arguments
        .administration
        .call_each(operation, &inputs, &mut |place, answer| {
            let outcome = answer.map_or_else(Outcome::Refused, |_| Outcome::Decided);
            report.add(decidable[place].clone(), outcome)
        });
    let refused = report.end()?;
    called?;
    Ok(if refused == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The changes of a run that wait; of one principal, if the arguments name one.
fn changes_of_run(arguments: &GuardDecision, run: &str) -> anyhow::Result<Vec<Value>> {
    let administration = &arguments.administration;
    let mut changes = administration.all(ListPendingChanges::DESCRIPTION, Parameters::new())?;
    changes.retain(|change| change["Run"] == run);
    if let Some(asked_by) = &arguments.asked_by {
        changes.retain(|change| change["AskedBy"] == asked_by.as_str());
    }
    if changes.is_empty() {
        let by = arguments.asked_by.as_deref();
        let by = by.map_or_else(String::new, |principal| format!(" that {principal} asked for"));
        bail!("no change of run {run}{by} waits: see `roster guard list`");
    }
    Ok(changes)
}

/// Refuses to approve changes of several principals at once: a client chooses the id of its run, so any caller may use that of
/// another.
fn check_askers(changes: &[Value], run: &str) -> anyhow::Result<()> {
    let askers: BTreeSet<_> = changes.iter().map(|change| cell(&change["AskedBy"])).collect();
    if askers.len() > 1 {
        let askers: Vec<_> = askers.into_iter().collect();
        bail!(
            "nothing is approved: several principals asked for changes of run {run}: {}; say --asked-by ARN for one of them",
            askers.join(", ")
        );
    }
    Ok(())
}

/// The input of a decision on a change.
fn parameters(change: &Value) -> Parameters {
    let members = [
        ("InstanceId", "InstanceId"),
        ("UserId", "UserId"),
        ("ChangeId", "Id"),
    ];
    let members = members.map(|(name, member)| (name.to_owned(), change[member].clone()));
    members.into_iter().collect()
}

fn waits_for(change: &Value, step: &str) -> bool {
    let steps = change["WaitsFor"].as_array().into_iter().flatten();
    steps.into_iter().any(|waiting| waiting == step)
}

/// What became of the decisions, printed one by one, or as JSON at the end.
struct Report<Out> {
    decision: Decision,
    as_json: bool,
    outcomes: Vec<(Value, Outcome)>,
    out: Out,
}

impl<Out: Write> Report<Out> {
    fn add(&mut self, change: Value, outcome: Outcome) -> anyhow::Result<()> {
        if !self.as_json {
            let decided = self.decision.word();
            let named = format!("Change {} of {}", cell(&change["Id"]), username(&change));
            let line = match &outcome {
                Outcome::Decided
                    if self.decision == Decision::Approval && waits_for(&change, "CONFIRMATION") =>
                {
                    format!("{named} is {decided}, and waits for confirmation")
                }
                Outcome::Decided => format!("{named} is {decided}"),
                Outcome::Refused(sentence) => format!("{named} is not {decided}: {sentence}"),
                Outcome::NotNeeded => format!("{named} needs no approval, and waits for confirmation"),
            };
            write_line!(&mut self.out, "{line}")?;
        }
        self.outcomes.push((change, outcome));
        Ok(())
    }

    /// Prints the counts. Returns how many decisions the service refused.
    fn end(&mut self) -> anyhow::Result<usize> {
        let count = |is_counted: fn(&Outcome) -> bool| {
            let outcomes = self.outcomes.iter();
            outcomes.filter(|(_, outcome)| is_counted(outcome)).count()
        };
        let decided = count(|outcome| matches!(outcome, Outcome::Decided));
        let refused = count(|outcome| matches!(outcome, Outcome::Refused(_)));
        let not_needed = count(|outcome| matches!(outcome, Outcome::NotNeeded));
        if self.as_json {
            let outcomes: Vec<_> = self
                .outcomes
                .iter()
                .map(|(change, outcome)| self.json(change, outcome))
                .collect();
            write_json(&mut self.out, &outcomes)?;
        } else {
            let word = self.decision.word();
            let unneeded = match not_needed {
                0 => String::new(),
                number => format!(", {number} without need of an approval"),
            };
            write_line!(&mut self.out, "{decided} {word}, {refused} refused{unneeded}")?;
        }
        Ok(refused)
    }

    fn json(&self, change: &Value, outcome: &Outcome) -> Value {
        let (name, message) = match outcome {
            Outcome::Decided => (self.decision.word().to_uppercase(), None),
            Outcome::Refused(sentence) => ("REFUSED".to_owned(), Some(sentence)),
            Outcome::NotNeeded => ("NOT_NEEDED".to_owned(), None),
        };
        json!({
            "Id": change["Id"], "InstanceId": change["InstanceId"], "UserId": change["UserId"],
            "Username": change["Username"], "Outcome": name, "Message": message,
        })
    }
}

fn username(change: &Value) -> String {
    change["Username"]
        .as_str()
        .map_or_else(|| "-".to_owned(), |name| word(name).into_owned())
}
