//! Scores: how many cases of how many.

use std::fmt;
use std::iter::Sum;

use crate::run::Run;

/// How many cases of an operation, or of several, went well.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// How many went well.
    pub passed: usize,
    /// How many there are.
    pub cases: usize,
}

impl Score {
    /// The score of a run.
    pub fn of(run: &Run) -> Self {
        let passed = run.outcomes.iter().filter(|outcome| outcome.failure.is_none());
        Self {
            passed: passed.count(),
            cases: run.outcomes.len(),
        }
    }

    /// The share of the cases that went well, in whole percent. Only all of them are 100.
    pub fn percent(self) -> usize {
        (self.passed * 100).checked_div(self.cases).unwrap_or(100)
    }
}

impl Sum for Score {
    fn sum<I: Iterator<Item = Self>>(scores: I) -> Self {
        scores.fold(Self::default(), |sum, score| Self {
            passed: sum.passed + score.passed,
            cases: sum.cases + score.cases,
        })
    }
}

impl fmt::Display for Score {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { passed, cases } = self;
        write!(formatter, "{passed} of {cases} ({} %)", self.percent())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::operation;
    use crate::expectation::Failure;
    use crate::run::Outcome;

    fn run(failures: &[bool]) -> Run {
        let outcome = |failed: &bool| Outcome {
            case: "a case".to_owned(),
            failure: failed.then(|| Failure::Wrong("500".to_owned())),
        };
        Run {
            operation: operation("CreateUser").unwrap(),
            outcomes: failures.iter().map(outcome).collect(),
        }
    }

    #[test]
    fn a_score_is_the_share_of_cases_without_a_failure() {
        let score = Score::of(&run(&[false, true, false, false]));

        assert_eq!((score.passed, score.cases, score.percent()), (3, 4, 75));
        assert_eq!(score.to_string(), "3 of 4 (75 %)");
    }

    #[test]
    fn a_case_that_cannot_be_tried_counts_as_failed() {
        let mut run = run(&[false, false]);
        run.outcomes[1].failure = Some(Failure::CannotMake("CreateUser answers 404".to_owned()));

        assert_eq!(Score::of(&run).percent(), 50);
    }

    #[test]
    fn one_failure_of_many_is_not_a_hundred_percent() {
        let mut failures = [false; 1000];
        failures[0] = true;

        assert_eq!(Score::of(&run(&failures)).percent(), 99);
    }

    #[test]
    fn scores_are_added_case_by_case() {
        let sum: Score = [run(&[true]), run(&[false, false, false])]
            .iter()
            .map(Score::of)
            .sum();

        assert_eq!(sum, Score { passed: 3, cases: 4 });
    }
}
