//! Cases: what is asked of a server, and what it must answer.

use serde_json::Value;

use crate::expectation::Expected;
use crate::scenario::Scenario;

/// A case of an operation.
#[derive(Clone, Debug)]
pub struct Case {
    /// What is special, in words.
    pub name: String,
    /// What is asked, and must be answered.
    pub check: Check,
}

/// What is asked of a server.
#[derive(Clone, Debug)]
pub enum Check {
    /// One request. The input has the ids of the example.
    Request {
        /// What is sent.
        input: Value,
        /// What must be answered.
        expected: Expected,
    },
    /// Pages of one result join to the whole list.
    Pages(Value),
    /// The token of another list is refused.
    TokenOfAnotherList(Value),
    /// A story of its own.
    Scenario(&'static Scenario),
}
