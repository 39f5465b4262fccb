//! JMESPath as jmespath.py evaluates it: the same selections in the same order, the same messages.
//!
//! A lexer, a parser by binding power, an evaluator and the built-in functions, a file each. Pure: no
//! I/O. The expressions that jmespath.py accepts beyond the grammar are accepted here too.
//!
//! ```
//! use roster_jmespath::Expression;
//! use serde_json::json;
//!
//! let expression = Expression::parse("Users[?Age > `26`].Name")?;
//! let document = json!({"Users": [{"Name": "ana", "Age": 30}, {"Name": "bea", "Age": 25}]});
//! assert_eq!(expression.search(&document)?, json!(["ana"]));
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! ```
//!
//! Source: the JMESPath specification and jmespath.py. Why not another crate:
//! docs/decisions/0011-jmespath.md.

mod argument;
mod error;
mod evaluate;
mod functions;
mod lexer;
mod parser;

use serde_json::Value;

pub use error::{EvaluationError, ParseError, SyntaxProblem, TokenProblem};
use parser::Node;

/// A parsed expression.
#[derive(Debug)]
pub struct Expression {
    root: Node,
}

impl Expression {
    /// Parses an expression. Nesting deeper than 300 levels is refused.
    ///
    /// # Errors
    /// The text is not a JMESPath expression.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let tokens = lexer::tokens(text)?;
        Ok(Self {
            root: parser::parse(text, &tokens).map_err(|error| *error)?,
        })
    }

    /// What the expression selects from a document; null if it selects nothing.
    ///
    /// # Errors
    /// A function is unknown or does not take its arguments, or values cannot be compared.
    pub fn search(&self, document: &Value) -> Result<Value, EvaluationError> {
        let selected = evaluate::evaluate(&self.root, document).map_err(|error| *error)?;
        Ok(selected.into_owned())
    }
}

#[cfg(test)]
mod tests;
