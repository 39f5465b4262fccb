//! Why an expression cannot be parsed or evaluated. The variants carry facts; `Display` words them as
//! jmespath.py does.

use std::error::Error;
use std::fmt::{self, Display, Formatter};

/// A result of the parser. The error is boxed to keep the frames of the recursion small.
pub(crate) type Parsed<T> = Result<T, Box<ParseError>>;

/// A result of the evaluator. The error is boxed to keep the frames of the recursion small.
pub(crate) type Evaluated<T> = Result<T, Box<EvaluationError>>;

/// Why a text is not an expression. Columns count characters from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParseError {
    /// The text is empty.
    Empty,
    /// The expression nests too deeply.
    TooDeep,
    /// A character starts no token, or a token is malformed.
    Token {
        /// The whole text.
        expression: String,
        /// Where the token starts.
        column: usize,
        /// What is wrong with it.
        problem: TokenProblem,
    },
    /// The text ends inside an expression.
    Incomplete {
        /// The whole text.
        expression: String,
    },
    /// A token stands where the grammar does not allow it.
    Syntax {
        /// The whole text.
        expression: String,
        /// Where the token starts.
        column: usize,
        /// The token; a literal as its value.
        token: String,
        /// jmespath.py's name for the kind of token.
        kind: &'static str,
        /// What is wrong with it.
        problem: SyntaxProblem,
    },
}

/// What is wrong with a single token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenProblem {
    /// No token starts with this character.
    UnknownCharacter(char),
    /// `=` without a second one, or `-` without a digit.
    Unfinished(char),
    /// The closing delimiter is missing.
    Unclosed(char),
    /// A quoted name is no JSON string: the message of Python's decoder.
    InvalidName(&'static str),
    /// A quoted name contains half of a surrogate pair. Python accepts it; text cannot represent it here.
    LoneSurrogate,
    /// The text between backticks is no JSON.
    InvalidLiteral(String),
}

/// Why a token may not stand where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyntaxProblem {
    /// The expression ended before it.
    Trailing,
    /// It starts or continues no expression.
    Invalid,
    /// It cannot follow a projection or stand in a slice.
    Misplaced,
    /// Another kind of token was expected: jmespath.py's name, or a list of names.
    Expected(&'static str),
    /// A name in quotes is called as a function.
    QuotedFunctionName,
    /// Something other than a name is called as a function.
    InvalidFunctionName,
}

impl Error for ParseError {}

impl Display for ParseError {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => formatter.write_str("Invalid JMESPath expression: cannot be empty."),
            Self::TooDeep => formatter.write_str("maximum recursion depth exceeded"),
            Self::Token {
                expression,
                column,
                problem,
            } => write!(
                formatter,
                "Bad jmespath expression: {problem}:\n{expression}\n{:column$}^",
                ""
            ),
            Self::Incomplete { expression } => {
                let caret = expression.chars().count() + 1;
                write!(
                    formatter,
                    "Invalid jmespath expression: Incomplete expression:\n\"{expression}\"\n{:caret$}^",
                    ""
                )
            }
            Self::Syntax {
                expression,
                column,
                token,
                kind,
                problem,
            } => {
                write_problem(formatter, *problem, token, kind)?;
                let (kind, caret) = (kind.to_uppercase(), column + 1);
                write!(
                    formatter,
                    ": Parse error at column {column}, token \"{token}\" ({kind}), for expression:\n\
                     \"{expression}\"\n{:caret$}^",
                    ""
                )
            }
        }
    }
}

fn write_problem(
    formatter: &mut Formatter<'_>,
    problem: SyntaxProblem,
    token: &str,
    kind: &str,
) -> fmt::Result {
    match problem {
        SyntaxProblem::Trailing => write!(formatter, "Unexpected token: {token}"),
        SyntaxProblem::Invalid => formatter.write_str("invalid token"),
        SyntaxProblem::Misplaced => formatter.write_str("syntax error"),
        SyntaxProblem::Expected(expected) => write!(formatter, "Expecting: {expected}, got: {kind}"),
        SyntaxProblem::QuotedFunctionName => {
            formatter.write_str("Quoted identifier not allowed for function names.")
        }
        SyntaxProblem::InvalidFunctionName => write!(formatter, "Invalid function name '{token}'"),
    }
}

impl Display for TokenProblem {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownCharacter(character) => write!(formatter, "Unknown token {character}"),
            Self::Unfinished(character) => write!(formatter, "Unknown token '{character}'"),
            Self::Unclosed(delimiter) => write!(formatter, "Unclosed {delimiter} delimiter"),
            Self::InvalidName(message) => formatter.write_str(message),
            Self::LoneSurrogate => formatter.write_str("Half of a surrogate pair is no character"),
            Self::InvalidLiteral(text) => write!(formatter, "Bad token {text}"),
        }
    }
}

/// Why an expression has no result for a document. Types of arguments have the specification's names,
/// types of other values Python's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EvaluationError {
    /// There is no function of this name.
    UnknownFunction(String),
    /// A function is called with too many or too few arguments.
    ArgumentCount {
        /// The function.
        function: String,
        /// How many arguments it takes.
        expected: usize,
        /// Whether it takes more than that.
        is_variadic: bool,
        /// How many arguments it was given.
        received: usize,
    },
    /// An argument, or an item of it, has the wrong type.
    ArgumentType {
        /// The function.
        function: String,
        /// The value, as Python shows it.
        value: String,
        /// The types allowed.
        expected: Vec<&'static str>,
        /// The type of the value.
        received: &'static str,
    },
    /// Two values of these types have no order.
    NotComparable {
        /// The operator.
        operator: &'static str,
        /// The type on its left.
        left: &'static str,
        /// The type on its right.
        right: &'static str,
    },
    /// `contains` searches a string for a value of this type.
    NotAString(&'static str),
    /// `merge` is given a value of this type.
    NotAnObject(&'static str),
    /// A slice has the step 0.
    ZeroStep,
    /// `&expression` stands outside the arguments of a function.
    MisplacedReference,
}

impl Error for EvaluationError {}

impl Display for EvaluationError {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownFunction(name) => write!(formatter, "Unknown function: {name}()"),
            Self::ArgumentCount {
                function,
                expected,
                is_variadic,
                received,
            } => {
                let least = if *is_variadic { "at least " } else { "" };
                let plural = if *expected == 1 { "" } else { "s" };
                write!(
                    formatter,
                    "Expected {least}{expected} argument{plural} for function {function}(), received {received}"
                )
            }
            Self::ArgumentType {
                function,
                value,
                expected,
                received,
            } => {
                let expected: Vec<_> = expected.iter().map(|expected| format!("'{expected}'")).collect();
                let expected = expected.join(", ");
                write!(
                    formatter,
                    "In function {function}(), invalid type for value: {value}, expected one of: [{expected}], \
                     received: \"{received}\""
                )
            }
            Self::NotComparable {
                operator,
                left,
                right,
            } => write!(
                formatter,
                "'{operator}' not supported between instances of '{left}' and '{right}'"
            ),
            Self::NotAString(found) => write!(
                formatter,
                "'in <string>' requires string as left operand, not {found}"
            ),
            Self::NotAnObject(found) => write!(formatter, "'{found}' object is not iterable"),
            Self::ZeroStep => formatter.write_str("slice step cannot be zero"),
            Self::MisplacedReference => {
                formatter.write_str("an expression (&…) may only be the argument of a function")
            }
        }
    }
}
