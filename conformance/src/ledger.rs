//! Cases of rules that no declaration says: stories in a new instance. Each belongs to a row of the guide's ledger,
//! `docs/guide/behaviour.md`, by the test that pins the rule there; the row has the evidence.

mod agent_statuses;
mod hierarchies;
mod instances;
mod proficiencies;
mod queues;
mod routing_profiles;
mod security_profiles;
mod signatures;
mod tags;
mod user_searches;
mod users;

use roster_model::operation::Description;

use crate::case::{Case, Check};
use crate::scenario::Scenario;

/// Every scenario, by subject.
pub const ALL: &[&[Scenario]] = &[
    instances::SCENARIOS,
    users::SCENARIOS,
    user_searches::SCENARIOS,
    security_profiles::SCENARIOS,
    routing_profiles::SCENARIOS,
    queues::SCENARIOS,
    hierarchies::SCENARIOS,
    proficiencies::SCENARIOS,
    agent_statuses::SCENARIOS,
    tags::SCENARIOS,
    signatures::SCENARIOS,
];

/// Every scenario.
pub fn scenarios() -> impl Iterator<Item = &'static Scenario> {
    ALL.iter().copied().flatten()
}

/// The cases of an operation.
pub fn cases(operation: &'static Description) -> impl Iterator<Item = Case> {
    let scenarios = scenarios().filter(|scenario| scenario.operation == operation.name);
    scenarios.map(|scenario| Case {
        name: scenario.rule.to_owned(),
        check: Check::Scenario(scenario),
    })
}

/// A row of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The rule.
    pub rule: &'static str,
    /// The evidence that AWS does the same.
    pub evidence: &'static str,
    /// The tests that pin it.
    pub tests: &'static str,
}

/// The rows of the ledger.
pub fn rows() -> impl Iterator<Item = Row> {
    rows_of(include_str!("../../docs/guide/behaviour.md"))
}

fn rows_of(ledger: &'static str) -> impl Iterator<Item = Row> {
    let rows = ledger.lines().filter_map(|line| {
        let cells = line.strip_prefix("| ")?.strip_suffix(" |")?;
        let mut cells = cells.splitn(2, " | ");
        let (rule, rest) = (cells.next()?, cells.next()?);
        let (evidence, tests) = rest.rsplit_once(" | ")?;
        Some(Row {
            rule,
            evidence,
            tests,
        })
    });
    rows.filter(|row| row.tests.starts_with('`'))
}

/// The row that a test pins.
pub fn row(test: &str) -> Option<Row> {
    let named = format!("`{test}`");
    rows().find(|row| row.tests.contains(&named))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::example::operation;

    #[test]
    fn every_scenario_belongs_to_an_operation_and_to_a_row_of_the_ledger() {
        for scenario in scenarios() {
            assert!(operation(scenario.operation).is_some(), "{}", scenario.operation);
            assert!(row(scenario.pinned_by).is_some(), "{}", scenario.pinned_by);
        }
    }

    #[test]
    fn no_two_scenarios_of_an_operation_have_one_name() {
        let names: BTreeSet<_> = scenarios()
            .map(|scenario| (scenario.operation, scenario.rule))
            .collect();
        assert_eq!(names.len(), scenarios().count());
    }

    #[test]
    fn a_row_has_a_rule_its_evidence_and_its_tests() {
        let ledger = "\
# Behaviour
| Rule | AWS | Test |
| --- | --- | --- |
| A name is unique | documented; case is assumed | `a_name_is_unique`, `case_counts` |
";

        let rows: Vec<Row> = rows_of(ledger).collect();

        let row = Row {
            rule: "A name is unique",
            evidence: "documented; case is assumed",
            tests: "`a_name_is_unique`, `case_counts`",
        };
        assert_eq!(rows, [row]);
    }
}
