//! `--query`: `JMESPath` in full, with the answers and the messages of jmespath.py, which the AWS CLI uses.
//!
//! Why not a crate: docs/decisions/0011-jmespath.md.

mod evaluate;
mod functions;
mod lexer;
mod parser;

use serde_json::Value;

use parser::Node;

/// An expression, ready to search values.
#[derive(Debug)]
pub(crate) struct Query {
    root: Node,
}

impl Query {
    /// Reads an expression; the error is the text after `Bad value for --query EXPRESSION: `.
    pub(crate) fn parse(expression: &str) -> Result<Self, String> {
        let tokens = lexer::tokens(expression)?;
        Ok(Self {
            root: parser::parse(expression, &tokens)?,
        })
    }

    /// What the expression selects from the value, or why it cannot be computed.
    pub(crate) fn search(&self, value: &Value) -> Result<Value, String> {
        Ok(evaluate::evaluate(&self.root, value)?.into_owned())
    }
}

#[cfg(test)]
mod tests;
