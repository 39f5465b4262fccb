//! What another server was measured to do, kept so that the page can be written without it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::expectation::Failure;
use crate::run::Run;
use crate::score::Score;

/// The cases that a server passes, by operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measured {
    /// The server, with its version.
    pub server: String,
    /// For each operation that was measured, the cases that it passes.
    passed: BTreeMap<String, Vec<String>>,
    /// For each, how many cases could not be tried.
    untried: BTreeMap<String, usize>,
}

impl Measured {
    /// What comes of runs against a server.
    pub fn of(server: &str, runs: &[Run]) -> Self {
        let passed = runs.iter().map(|run| {
            let passed = run.outcomes.iter().filter(|outcome| outcome.failure.is_none());
            let cases = passed.map(|outcome| outcome.case.clone());
            (run.operation.name.to_owned(), cases.collect())
        });
        let untried = runs.iter().map(|run| {
            let failures = run.outcomes.iter().filter_map(|outcome| outcome.failure.as_ref());
            let untried = failures.filter(|failure| matches!(failure, Failure::CannotMake(_)));
            (run.operation.name.to_owned(), untried.count())
        });
        Self {
            server: server.to_owned(),
            passed: passed.collect(),
            untried: untried.collect(),
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

    /// Whether it passes a case; none if the operation was not measured.
    pub fn passes(&self, operation: &str, case: &str) -> Option<bool> {
        let passed = self.passed.get(operation)?;
        Some(passed.iter().any(|name| name == case))
    }

    /// Its score in the cases of a run; none if the operation was not measured.
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

    /// How many cases could not be tried.
    pub fn untried(&self) -> usize {
        self.untried.values().sum()
    }

    fn text(&self) -> String {
        let kept = json!({"server": self.server, "passed": self.passed, "untried": self.untried});
        serde_json::to_string_pretty(&kept).unwrap_or_default() + "\n"
    }

    fn parse(text: &str) -> Result<Self> {
        let kept: Value = serde_json::from_str(text)?;
        let texts = |value: &Value| {
            let values = value.as_array().into_iter().flatten();
            values.filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let passed = kept["passed"].as_object().context("it has no operations")?;
        let untried = kept["untried"].as_object().into_iter().flatten();
        let untried = untried.filter_map(|(operation, count)| {
            Some((operation.clone(), usize::try_from(count.as_u64()?).ok()?))
        });
        Ok(Self {
            server: kept["server"].as_str().context("it names no server")?.to_owned(),
            passed: passed
                .iter()
                .map(|(operation, cases)| (operation.clone(), texts(cases)))
                .collect(),
            untried: untried.collect(),
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
        assert_eq!(measured.untried(), 1);
    }

    #[test]
    fn an_operation_that_was_not_measured_has_no_score() {
        let measured = Measured::of("moto 5", &[run("CreateUser")]);

        let score = Score { passed: 1, cases: 3 };
        assert_eq!(measured.score(&run("CreateUser")), Some(score));
        assert_eq!(measured.score(&run("DeleteUser")), None);
    }
}
