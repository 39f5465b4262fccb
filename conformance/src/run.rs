//! Runs the cases of operations against a server.

use anyhow::Result;
use roster_model::operation::{Description, Effect};
use roster_model::operations;
use roster_model::service::Service;
use serde_json::{Value, json};

use crate::caller::Caller;
use crate::case::{Case, Check};
use crate::declared;
use crate::example::Example;
use crate::expectation::{Expected, Failure, MALFORMED};
use crate::ledger;
use crate::stage::Stage;

/// How a case went.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The name of the case.
    pub case: String,
    /// Why it failed, if it did.
    pub failure: Option<Failure>,
}

/// How the cases of an operation went.
#[derive(Clone, Debug)]
pub struct Run {
    /// The operation.
    pub operation: &'static Description,
    /// Each case, in order.
    pub outcomes: Vec<Outcome>,
}

/// The operations that are tried: all of Connect that are served. What finds nothing has no example to start from.
pub fn operations() -> impl Iterator<Item = &'static Description> {
    operations::of(Service::Connect).filter(|operation| !operation.finds_nothing)
}

/// The cases of an operation.
pub fn cases(operation: &'static Description, example: &Example) -> Vec<Case> {
    let mut cases = declared::cases(operation, example);
    cases.extend(ledger::cases(operation));
    cases
}

/// Runs all cases of an operation.
pub fn run(caller: &dyn Caller, operation: &'static Description) -> Result<Run> {
    let example = Example::read(operation)?;
    let mut place = Place {
        caller,
        example: &example,
        stage: None,
    };
    let outcomes = cases(operation, &example)
        .into_iter()
        .map(|case| Outcome {
            failure: place.check(operation, &case.check).err(),
            case: case.name,
        })
        .collect();
    place.clear();
    Ok(Run { operation, outcomes })
}

/// Where the cases of an operation play: one stage for all, until a request has changed something.
struct Place<'r> {
    caller: &'r dyn Caller,
    example: &'r Example,
    /// The stage, or why there is none.
    stage: Option<Result<Stage<'r>, Failure>>,
}

impl Place<'_> {
    fn check(&mut self, operation: &'static Description, check: &Check) -> Result<(), Failure> {
        match check {
            Check::Request { input, expected } => {
                let stage = self.stage()?;
                let reply = stage.call_described(operation, &stage.translated(input));
                if reply.is_success() && operation.effect == Effect::Write {
                    self.clear();
                }
                expected.compare(operation, &reply)
            }
            Check::Pages(input) => {
                let stage = self.stage()?;
                pages(stage, operation, &stage.translated(input))
            }
            Check::TokenOfAnotherList(input) => {
                let stage = self.stage()?;
                let token = token_of_another_list(stage, operation)?;
                let mut input = stage.translated(input);
                input["NextToken"] = token;
                let reply = stage.call_described(operation, &input);
                Expected::Refusal(MALFORMED).compare(operation, &reply)
            }
            Check::Scenario(scenario) => {
                // Both may use one instance, with the same names.
                self.clear();
                let stage = Stage::new(self.caller)?;
                let result = (scenario.run)(&stage);
                stage.close();
                result
            }
        }
    }

    fn stage(&mut self) -> Result<&Stage<'_>, Failure> {
        let (caller, example) = (self.caller, self.example);
        let stage = self.stage.get_or_insert_with(|| Stage::of(caller, example));
        stage.as_ref().map_err(Clone::clone)
    }

    fn clear(&mut self) {
        if let Some(Ok(stage)) = self.stage.take() {
            stage.close();
        }
    }
}

fn token_of_another_list(stage: &Stage<'_>, operation: &Description) -> Result<Value, Failure> {
    // Every instance has several of both.
    let list = match operation.name {
        "ListSecurityProfiles" => "ListAgentStatuses",
        _ => "ListSecurityProfiles",
    };
    let page = stage.done(list, stage.here(json!({"MaxResults": 1})))?;
    let token = page["NextToken"].clone();
    if token.is_string() {
        return Ok(token);
    }
    Err(Failure::CannotMake(format!("{list} gives no token")))
}

/// More pages than any list of an example has.
const MOST_PAGES: usize = 500;

fn pages(stage: &Stage<'_>, operation: &'static Description, input: &Value) -> Result<(), Failure> {
    let whole = joined(stage, operation, input, None)?;
    if whole.len() < 2 {
        let found = whole.len();
        return Err(Failure::Wrong(format!("{found} results, of two at least")));
    }
    let single = joined(stage, operation, input, Some(1))?;
    if whole == single {
        return Ok(());
    }
    Err(Failure::Wrong(format!(
        "{} results in pages of one, and {} otherwise",
        single.len(),
        whole.len()
    )))
}

fn joined(
    stage: &Stage<'_>,
    operation: &'static Description,
    input: &Value,
    size: Option<usize>,
) -> Result<Vec<Value>, Failure> {
    let list = operation.pages.unwrap_or_default();
    let (mut input, mut found) = (input.clone(), Vec::new());
    for _ in 0..MOST_PAGES {
        if let Some(size) = size {
            input["MaxResults"] = size.into();
        }
        let reply = stage.call_described(operation, &input);
        Expected::Success.compare(operation, &reply)?;
        let page = reply.output[list].as_array().cloned().unwrap_or_default();
        if size.is_some_and(|size| page.len() > size) {
            return Err(Failure::Wrong(format!("a page of {} results", page.len())));
        }
        found.extend(page);
        match &reply.output["NextToken"] {
            Value::Null => return Ok(found),
            token => input["NextToken"] = token.clone(),
        }
    }
    Err(Failure::Wrong("a list without an end".to_owned()))
}
