//! The published page.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use roster_model::service::Service;
use roster_model::{catalogue, operations};

use crate::declared::WITH_RULES_OF_THEIR_OWN;
use crate::ledger;
use crate::measured::Measured;
use crate::run::Run;
use crate::score::Score;

const HEAD: &str = "\
# Conformance

How far Roster answers as Amazon Connect does, as far as that shows on the wire, compared with moto. Of each operation that Roster serves, but for
those that always find nothing, cases are tried: requests, with the status and the name of the exception that AWS's service model or documentation asks for, or, where
these are silent, that Roster assumes. What a case needs is first made by other calls. If a server cannot make it, the case counts as failed.

`cargo xtask conformance` runs the cases and prints each that fails; `--write` writes this page. Any other server is tried with

```sh
cargo xtask conformance --endpoint URL    # with credentials and a Region from the usual AWS variables
```

A run makes instances and deletes them, several for each operation. AWS allows an account few instances: with `--instance ID` all cases play in one that is
there, which they change and fill, and `--operation NAME` tries a single operation. What Create calls make there is deleted again; associations, attributes,
levels of the hierarchy and agent statuses stay. `GetFederationToken` is about the user that has the caller's name: for it, a run makes a user of IAM at the same
address, and deletes it again. There was no run against AWS yet: no column of this page shows AWS itself.

## What is tried

| Cases | Expected | Evidence |
| --- | --- | --- |
| The example of the operation | 200, with an output of the declared members and types | documented, by the service model |
| A required member left out; a value beyond a bound, of another form, or none of an enumeration | 400 `InvalidRequestException` or `InvalidParameterException` | documented, by the service model; which of the two is not |
| A value of another JSON type | the same, or 400 `SerializationException` | documented, by the service model and the protocol |
| A text of plain letters, or a number, at a bound; but for ids, ARNs and the members below | 200 | documented, by the service model |
| An id in the path that nothing has | 404 `ResourceNotFoundException` | documented |
| An id in the body that nothing has, an ARN of another account, Region, instance or resource, and what is no id | a refusal: `ResourceNotFoundException`, `InvalidParameterException`, `InvalidRequestException` or `AccessDeniedException` | assumed |
| An ARN where an id is expected | 200 | observed |
| Pages of one result, of a list of two results at least | the whole list, when joined | documented |
| A `NextToken` that is none, or of another list | 400 `InvalidRequestException` or `InvalidParameterException` | assumed |
| The rules below | what the rule says | beside each rule, from the row of [behaviour.md](../guide/behaviour.md) that has it, perhaps among others |
";

/// The page, from runs against Roster and what was kept of another server.
pub fn render(runs: &[Run], other: &Measured) -> String {
    let mut page = HEAD.to_owned();
    exemptions(&mut page);
    not_tried(&mut page);
    scores(&mut page, runs, other);
    rules(&mut page, runs, other);
    failures(&mut page, runs);
    not_served(&mut page);
    page
}

/// Writes the page.
pub fn write(text: &str) -> Result<()> {
    let path = path();
    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// The page as it is published.
pub fn published() -> Result<String> {
    let path = path();
    fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
}

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/reference/conformance.md")
}

fn exemptions(page: &mut String) {
    page.push_str("\nNo case says that these members take everything within their bounds:\n\n");
    for (member, why) in WITH_RULES_OF_THEIR_OWN {
        let _ = writeln!(page, "- `{member}` {why}");
    }
}

fn not_tried(page: &mut String) {
    let finding_nothing: Vec<String> = operations::of(Service::Connect)
        .filter(|operation| operation.finds_nothing)
        .map(|operation| format!("`{}`", operation.name))
        .collect();
    let _ = write!(
        page,
        "\nNot tried is what finds nothing in any instance of Roster: {}.\n",
        finding_nothing.join(", ")
    );
}

fn scores(page: &mut String, runs: &[Run], other: &Measured) {
    let _ = write!(
        page,
        "\n## Scores\n\n{untried} cases could not be tried on {server}, because it lacks the operation or cannot make what they need. \
         Lists that are always empty count apart: a new instance of AWS has some of what they list, and no case asks for that.\n\n\
         | Operation | Roster | {server} |\n| --- | --- | --- |\n",
        untried = other.untried,
        server = other.server,
    );
    for (name, is_always_empty) in [("All others", false), ("Lists that are always empty", true)] {
        let counted = || {
            runs.iter()
                .filter(|run| run.operation.is_always_empty() == is_always_empty)
        };
        let total: Score = counted().map(Score::of).sum();
        let other_total: Score = counted().filter_map(|run| other.score(run)).sum();
        let _ = writeln!(page, "| **{name}** | **{total}** | **{other_total}** |");
    }
    for run in runs {
        let score = other.score(run);
        let score = score.map_or_else(|| "not measured".to_owned(), |score| score.to_string());
        let _ = writeln!(
            page,
            "| `{}` | {} | {score} |",
            run.operation.name,
            Score::of(run)
        );
    }
}

fn rules(page: &mut String, runs: &[Run], other: &Measured) {
    let _ = write!(
        page,
        "\n## Rules\n\n| Operation | Rule | AWS | Roster | {} |\n| --- | --- | --- | --- | --- |\n",
        other.server
    );
    for scenario in ledger::scenarios() {
        let evidence = ledger::row(scenario.pinned_by).map_or("", |row| row.evidence);
        let run = runs.iter().find(|run| run.operation.name == scenario.operation);
        let outcome = run.and_then(|run| run.outcomes.iter().find(|outcome| outcome.case == scenario.rule));
        let passed = outcome.map(|outcome| outcome.failure.is_none());
        let _ = writeln!(
            page,
            "| `{}` | {} | {evidence} | {} | {} |",
            scenario.operation,
            scenario.rule,
            mark(passed),
            mark(other.passes(scenario.operation, scenario.rule))
        );
    }
}

const fn mark(passed: Option<bool>) -> &'static str {
    match passed {
        Some(true) => "yes",
        Some(false) => "no",
        None => "not measured",
    }
}

fn failures(page: &mut String, runs: &[Run]) {
    page.push_str("\n## What Roster fails\n\n");
    let mut rows = String::new();
    for run in runs {
        for outcome in &run.outcomes {
            if let Some(failure) = &outcome.failure {
                let _ = writeln!(
                    rows,
                    "| `{}` | {} | {failure} |",
                    run.operation.name, outcome.case
                );
            }
        }
    }
    if rows.is_empty() {
        page.push_str("None of these cases. Where Roster differs from AWS on purpose is in [behaviour.md](../guide/behaviour.md#differences-from-aws).\n");
    } else {
        page.push_str("| Operation | Case | Answer |\n| --- | --- | --- |\n");
        page.push_str(&rows);
    }
}

fn not_served(page: &mut String) {
    let missing: Vec<String> = catalogue::entries()
        .filter(|entry| operations::find(Service::Connect, entry.name).is_none())
        .map(|entry| format!("`{}`", entry.name))
        .collect();
    let _ = write!(
        page,
        "\n## What is not served\n\n{} operations of Connect answer 501 `NotImplementedException` with their name:\n\n{}.\n",
        missing.len(),
        missing.join(", ")
    );
}
