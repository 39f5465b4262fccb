//! What another server was measured to do, kept so that the page can be written without it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::expectation::Failure;
use crate::run::Run;
use crate::score::Score;

/// Which cases a server passes, by operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measured {
    /// The server, with its version.
    pub server: String,
    /// For each operation that was measured, its cases, and whether the server passes them.
    cases: BTreeMap<String, BTreeMap<String, bool>>,
    /// How many cases could not be tried.
    pub untried: usize,
}

impl Measured {
    /// What comes of runs against a server.
    pub fn of(server: &str, runs: &[Run]) -> Self {
        let cases = runs.iter().map(|run| {
            let outcomes = run.outcomes.iter();
            let cases = outcomes.map(|outcome| (outcome.case.clone(), outcome.failure.is_none()));
            (run.operation.name.to_owned(), cases.collect())
        });
        let outcomes = runs.iter().flat_map(|run| &run.outcomes);
        let untried = outcomes.filter(|outcome| matches!(outcome.failure, Some(Failure::CannotMake(_))));
        Self {
            server: server.to_owned(),
            cases: cases.collect(),
            untried: untried.count(),
        }
    }

    /// Reads what was kept of moto.
    pub fn moto() -> Result<Self> {
        let path = path();
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Self::parse(&text).with_context(|| format!("{} is not what a run has written", path.display()))
    }

    /// Keeps it for the page.
    pub fn write(&self) -> Result<()> {
        let path = path();
        fs::write(&path, self.text()).with_context(|| format!("cannot write {}", path.display()))
    }

    /// Whether it passes a case; none if that was not measured.
    pub fn passes(&self, operation: &str, case: &str) -> Option<bool> {
        self.cases.get(operation)?.get(case).copied()
    }

    /// Its score in the cases of a run; none if one of them was not measured.
    pub fn score(&self, run: &Run) -> Option<Score> {
        let passed = run
            .outcomes
            .iter()
            .map(|outcome| self.passes(run.operation.name, &outcome.case).map(usize::from));
        Some(Score {
            passed: passed.sum::<Option<usize>>()?,
            cases: run.outcomes.len(),
        })
    }

    fn text(&self) -> String {
        let kept = json!({"server": self.server, "cases": self.cases, "untried": self.untried});
        serde_json::to_string_pretty(&kept).unwrap_or_default() + "\n"
    }

    fn parse(text: &str) -> Result<Self> {
        let mut kept: Value = serde_json::from_str(text)?;
        Ok(Self {
            server: serde_json::from_value(kept["server"].take()).context("it names no server")?,
            cases: serde_json::from_value(kept["cases"].take()).context("it has no cases")?,
            untried: serde_json::from_value(kept["untried"].take()).context("it has no count")?,
        })
    }
}

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("measured/moto.json")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::operation;
    use crate::run::Outcome;

    fn run(name: &str) -> Run {
        let outcome = |case: &str, failure| Outcome {
            case: case.to_owned(),
            failure,
        };
        Run {
            operation: operation(name).unwrap(),
            outcomes: vec![
                outcome("one", None),
                outcome("two", Some(Failure::Wrong("500".to_owned()))),
                outcome("three", Some(Failure::CannotMake("404".to_owned()))),
            ],
        }
    }

    #[test]
    fn what_is_kept_is_what_was_measured() {
        let measured = Measured::of("moto 5", &[run("CreateUser")]);

        assert_eq!(Measured::parse(&measured.text()).unwrap(), measured);
        assert_eq!(measured.passes("CreateUser", "one"), Some(true));
        assert_eq!(measured.passes("CreateUser", "two"), Some(false));
        assert_eq!(measured.untried, 1);
    }

    #[test]
    fn an_operation_with_a_case_that_was_not_measured_has_no_score() {
        let measured = Measured::of("moto 5", &[run("CreateUser")]);

        let score = Score { passed: 1, cases: 3 };
        assert_eq!(measured.score(&run("CreateUser")), Some(score));
        assert_eq!(measured.score(&run("DeleteUser")), None);
        let mut renamed = run("CreateUser");
        renamed.outcomes[1].case = "another".to_owned();
        assert_eq!(measured.passes("CreateUser", "another"), None);
        assert_eq!(measured.score(&renamed), None);
    }
}
