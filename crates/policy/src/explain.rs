//! Why each statement matched a request, or did not.

use std::fmt::Write;

use crate::statement::Subject;
use crate::truth::Truth;
use crate::{Context, Effect, Policies, Request, Statement, StatementName};

/// What one statement has to do with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementTrace<'p> {
    /// Which statement.
    pub statement: StatementName<'p>,
    /// What it would do.
    pub effect: Effect,
    /// Whether it does.
    pub outcome: Outcome,
}

/// Whether a statement matches. Reasons are sentences without a full stop, and show values of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It does.
    Matches,
    /// It does not.
    Misses {
        /// The first thing that keeps it from matching.
        because: String,
    },
    /// It depends.
    Unknown {
        /// The first thing that is not known yet.
        because: String,
    },
}

impl Policies {
    /// Says of every statement whether it matches, and if not, the first reason.
    pub fn explain(&self, request: &Request<'_>) -> Vec<StatementTrace<'_>> {
        self.statements()
            .map(|(at, statement)| StatementTrace {
                statement: self.name(at),
                effect: statement.effect,
                outcome: outcome(statement, request),
            })
            .collect()
    }
}

fn outcome(statement: &Statement, request: &Request<'_>) -> Outcome {
    if !statement.covers(request.action) {
        let because = mismatch(
            statement.actions.negated,
            "action",
            request.action,
            &statement.actions.texts,
        );
        return Outcome::Misses { because };
    }
    let mut unknown = None;
    if let Subject::Resources(resources) = &statement.subject {
        let texts: Vec<&str> = resources
            .templates
            .iter()
            .map(|template| &*template.text)
            .collect();
        match resources.cover(statement.effect, request.resource, request.context) {
            Truth::True => {}
            Truth::Unknown => {
                let element = if resources.negated {
                    "NotResource"
                } else {
                    "Resource"
                };
                unknown = Some(format!(
                    "{element} {}: has a variable that is not known yet",
                    texts.join(" or ")
                ));
            }
            Truth::False => {
                let because = mismatch(resources.negated, "resource", request.resource, &texts);
                return Outcome::Misses { because };
            }
        }
    }
    condition_outcome(statement, request.context, unknown)
}

fn condition_outcome(statement: &Statement, context: &dyn Context, mut unknown: Option<String>) -> Outcome {
    for condition in &statement.conditions {
        let because = || condition.against(statement.effect, context).to_string();
        match condition.holds(statement.effect, context) {
            Truth::True => {}
            Truth::Unknown => unknown = unknown.or_else(|| Some(because())),
            Truth::False => return Outcome::Misses { because: because() },
        }
    }
    match unknown {
        Some(because) => Outcome::Unknown { because },
        None => Outcome::Matches,
    }
}

/// `the action connect:DescribeUser is not connect:List* or connect:Search*`
fn mismatch(negated: bool, what: &str, got: &str, wanted: &[impl AsRef<str>]) -> String {
    let mut sentence = format!(
        "the {what} {got} is {}",
        if negated { "excepted by " } else { "not " }
    );
    for (index, wanted) in wanted.iter().enumerate() {
        let before = if index == 0 { "" } else { " or " };
        let _ = write!(sentence, "{before}{}", wanted.as_ref()); // writing to a String does not fail
    }
    sentence
}
