//! What each step gave, and how long it took.

use std::time::Instant;

use anyhow::{Context, Result};

/// The steps so far.
#[derive(Default)]
pub(super) struct Report(Vec<Step>);

struct Step {
    name: String,
    seconds: u64,
    /// What it gave, if it succeeded.
    result: Option<String>,
}

impl Report {
    /// Runs a step, and returns what later steps need of it; none if it fails.
    pub(super) fn step<T>(&mut self, name: &str, run: impl FnOnce() -> Result<(T, String)>) -> Option<T> {
        let result = self.require(name, run);
        result.map_err(|error| eprintln!("fresh: {error:#}")).ok()
    }

    /// Runs a step that later ones cannot do without.
    pub(super) fn require<T>(&mut self, name: &str, run: impl FnOnce() -> Result<(T, String)>) -> Result<T> {
        println!("fresh: {name}");
        let begun = Instant::now();
        let (value, result) = match run().with_context(|| format!("{name} failed")) {
            Ok((value, result)) => (Ok(value), Some(result)),
            Err(error) => (Err(error), None),
        };
        self.0.push(Step {
            name: name.to_owned(),
            seconds: begun.elapsed().as_secs(),
            result,
        });
        value
    }

    pub(super) fn is_success(&self) -> bool {
        self.0.iter().all(|step| step.result.is_some())
    }

    /// Prints a line for each step.
    pub(super) fn print(&self) {
        for step in &self.0 {
            let outcome = if step.result.is_some() { "ok" } else { "FAILED" };
            println!(
                "{outcome:<6} {:>6} s  {:<50}  {}",
                step.seconds,
                step.name,
                step.result.as_deref().unwrap_or_default()
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    #[test]
    fn a_step_that_fails_leaves_the_others_to_run_and_fails_the_report() {
        let mut report = Report::default();

        let first = report.step("one", || Ok((1, "worked".to_owned())));
        let second: Option<()> = report.step("two", || bail!("broken"));
        let third = report.step("three", || Ok((3, String::new())));

        assert_eq!((first, second, third), (Some(1), None, Some(3)));
        assert!(!report.is_success());
    }

    #[test]
    fn steps_that_succeed_make_a_success() {
        let mut report = Report::default();

        report.step("one", || Ok(((), String::new())));

        assert!(report.is_success());
    }
}
