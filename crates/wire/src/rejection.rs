//! Why a request could not be read.

use thiserror::Error;

/// Why a request could not be read at all.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Rejection {
    /// The body is not JSON.
    #[error("The request body is not valid JSON at line {line}, column {column}: {reason}")]
    Json {
        /// Where reading stopped.
        line: usize,
        /// Where reading stopped.
        column: usize,
        /// What was wrong there; never a value.
        reason: String,
    },
    /// The body is JSON of another type.
    #[error("The request body must be a JSON object")]
    NotAnObject,
    /// A label of the path, or a value of the query string, is not UTF-8 when decoded.
    #[error("{member} is not valid UTF-8 after percent-decoding")]
    Encoding {
        /// The member.
        member: &'static str,
    },
    /// A name or a value of a form is not UTF-8 when decoded.
    #[error("Parameter {number} of the request is not valid UTF-8 after percent-decoding")]
    ParameterEncoding {
        /// Which one, counted from one.
        number: usize,
    },
    /// A form holds too many parameters.
    #[error("The request has more than {most} parameters; send fewer at a time")]
    TooManyParameters {
        /// How many it may have.
        most: usize,
    },
    /// The name of a parameter reaches deeper than any input does.
    #[error("The name of parameter {number} has more than {most} parts between its dots")]
    ParameterTooDeep {
        /// Which one, counted from one.
        number: usize,
        /// How many parts it may have.
        most: usize,
    },
}
