//! `roster guard`.

mod decision;

use std::process::ExitCode;

use anyhow::Context;
use roster_client::Parameters;
use roster_model::operation::Operation;
use roster_model::ops::roster::guard::ListPendingChanges;
use serde_json::Value;

use crate::administration::{cell, time};
use crate::arguments::{Administration, Guard, GuardChange, GuardList};
use crate::terminal_text::write_line;

use decision::{Decision, decide};

const HEADINGS: [&str; 7] = [
    "ID",
    "USER",
    "NEW ADDRESS",
    "WAITS FOR",
    "ASKED BY",
    "EXPIRES",
    "RUN",
];

/// Runs the commands on changes that wait.
pub(crate) fn guard(command: &Guard) -> anyhow::Result<ExitCode> {
    match command {
        Guard::List(arguments) => list(arguments)?,
        Guard::Show(arguments) => show(arguments)?,
        Guard::Approve(arguments) => return decide(arguments, Decision::Approval),
        Guard::Reject(arguments) => return decide(arguments, Decision::Rejection),
    }
    Ok(ExitCode::SUCCESS)
}

fn list(arguments: &GuardList) -> anyhow::Result<()> {
    let mut parameters = Parameters::new();
    if let Some(instance) = &arguments.instance {
        let id = arguments.administration.instance_id(instance)?;
        parameters.insert("InstanceId".to_owned(), id.into());
    }
    let mut changes = arguments
        .administration
        .all(ListPendingChanges::DESCRIPTION, parameters)?;
    if let Some(run) = &arguments.run {
        changes.retain(|change| change["Run"] == run.as_str());
    }
    arguments.administration.print(&changes, HEADINGS, row)
}

/// Prints the members of a change, one line each.
fn show(arguments: &GuardChange) -> anyhow::Result<()> {
    let administration = &arguments.administration;
    let change = find(administration, &arguments.id)?;
    if administration.json {
        return administration.print(&[change], HEADINGS, row);
    }
    let mut out = std::io::stdout().lock();
    for (name, value) in change.as_object().into_iter().flatten() {
        let value = match (name.as_str(), value) {
            ("AskedAt" | "Expires", value) => time(value),
            (_, Value::String(text)) => text.clone(),
            (_, value) => value.to_string(),
        };
        write_line!(&mut out, "{name:<12} {value}")?;
    }
    Ok(())
}

/// The change of an id among those that wait.
fn find(administration: &Administration, id: &str) -> anyhow::Result<Value> {
    let all = administration.all(ListPendingChanges::DESCRIPTION, Parameters::new())?;
    let found = all.into_iter().find(|change| change["Id"] == id);
    found.with_context(|| format!("no change {id} waits: see `roster guard list`"))
}

fn row(change: &Value) -> [String; 7] {
    let new = match &change["NewEmail"] {
        Value::Null => "(none)".to_owned(),
        address => cell(address),
    };
    let steps = change["WaitsFor"].as_array().into_iter().flatten();
    let steps: Vec<_> = steps.map(|step| cell(step).to_lowercase()).collect();
    [
        cell(&change["Id"]),
        cell(&change["Username"]),
        new,
        steps.join(", "),
        cell(&change["AskedBy"]),
        time(&change["Expires"]),
        cell(&change["Run"]),
    ]
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_change_is_one_line_without_anything_that_a_terminal_acts_on() {
        let change = json!({
            "Id": "87654321-2222-1234-1234-111234567891", "Username": "mary\u{1b}[2J",
            "WaitsFor": ["APPROVAL", "CONFIRMATION"], "AskedBy": "arn:aws:iam::123456789012:user/olga",
            "Expires": 1_795_342_530.25, "Run": "20261121T101530.125-ab12",
        });
        assert_eq!(
            row(&change),
            [
                "87654321-2222-1234-1234-111234567891",
                "mary\\u{1b}[2J",
                "(none)",
                "approval, confirmation",
                "arn:aws:iam::123456789012:user/olga",
                "2026-11-22T10:15:30Z",
                "20261121T101530.125-ab12",
            ]
        );
    }
}
