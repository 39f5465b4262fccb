//! From characters to tokens.

use roster_python_values as python;
use serde_json::Value;

use crate::error::{ParseError, TokenProblem};

/// A token and the position of its first character.
#[derive(Debug)]
pub(super) struct Token {
    pub kind: Kind,
    pub start: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Dot,
    Star,
    RightBracket,
    Comma,
    Colon,
    Current,
    LeftParen,
    RightParen,
    LeftBrace,
    RightBrace,
    LeftBracket,
    Flatten,
    Filter,
    Pipe,
    Or,
    Expression,
    And,
    Not,
    Compare(Comparison),
    Number(i64),
    Name(String),
    QuotedName(String),
    Literal(Value),
    End,
}

/// A comparing operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    pub(super) fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::Unequal => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }
}

impl Kind {
    /// jmespath.py's name for this kind of token.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Dot => "dot",
            Self::Star => "star",
            Self::RightBracket => "rbracket",
            Self::Comma => "comma",
            Self::Colon => "colon",
            Self::Current => "current",
            Self::LeftParen => "lparen",
            Self::RightParen => "rparen",
            Self::LeftBrace => "lbrace",
            Self::RightBrace => "rbrace",
            Self::LeftBracket => "lbracket",
            Self::Flatten => "flatten",
            Self::Filter => "filter",
            Self::Pipe => "pipe",
            Self::Or => "or",
            Self::Expression => "expref",
            Self::And => "and",
            Self::Not => "not",
            Self::Compare(Comparison::Equal) => "eq",
            Self::Compare(Comparison::Unequal) => "ne",
            Self::Compare(Comparison::Less) => "lt",
            Self::Compare(Comparison::LessOrEqual) => "lte",
            Self::Compare(Comparison::Greater) => "gt",
            Self::Compare(Comparison::GreaterOrEqual) => "gte",
            Self::Number(_) => "number",
            Self::Name(_) => "unquoted_identifier",
            Self::QuotedName(_) => "quoted_identifier",
            Self::Literal(_) => "literal",
            Self::End => "eof",
        }
    }

    /// The token as jmespath.py shows it: a literal as its value.
    pub(super) fn text(&self) -> String {
        let text = match self {
            Self::Dot => ".",
            Self::Star => "*",
            Self::RightBracket => "]",
            Self::Comma => ",",
            Self::Colon => ":",
            Self::Current => "@",
            Self::LeftParen => "(",
            Self::RightParen => ")",
            Self::LeftBrace => "{",
            Self::RightBrace => "}",
            Self::LeftBracket => "[",
            Self::Flatten => "[]",
            Self::Filter => "[?",
            Self::Pipe => "|",
            Self::Or => "||",
            Self::Expression => "&",
            Self::And => "&&",
            Self::Not => "!",
            Self::Compare(comparison) => comparison.symbol(),
            Self::Number(number) => return number.to_string(),
            Self::Name(name) | Self::QuotedName(name) => name,
            Self::Literal(value) => return python::str(value).into_owned(),
            Self::End => "",
        };
        text.to_owned()
    }
}

/// All tokens, [`Kind::End`] last.
pub(super) fn tokens(expression: &str) -> Result<Vec<Token>, ParseError> {
    if expression.is_empty() {
        return Err(ParseError::Empty);
    }
    let characters: Vec<char> = expression.chars().collect();
    let mut lexer = Lexer {
        expression,
        characters: &characters,
        at: 0,
    };
    let mut tokens = Vec::new();
    loop {
        lexer.skip_blanks();
        let start = lexer.at;
        let kind = lexer.token()?;
        let last = kind == Kind::End;
        tokens.push(Token { kind, start });
        if last {
            return Ok(tokens);
        }
    }
}

struct Lexer<'a> {
    expression: &'a str,
    characters: &'a [char],
    at: usize,
}

impl Lexer<'_> {
    fn token(&mut self) -> Result<Kind, ParseError> {
        let start = self.at;
        let Some(character) = self.next() else {
            return Ok(Kind::End);
        };
        Ok(match character {
            '.' => Kind::Dot,
            '*' => Kind::Star,
            ']' => Kind::RightBracket,
            ',' => Kind::Comma,
            ':' => Kind::Colon,
            '@' => Kind::Current,
            '(' => Kind::LeftParen,
            ')' => Kind::RightParen,
            '{' => Kind::LeftBrace,
            '}' => Kind::RightBrace,
            '[' if self.take(']') => Kind::Flatten,
            '[' => self.either('?', Kind::Filter, Kind::LeftBracket),
            '|' => self.either('|', Kind::Or, Kind::Pipe),
            '&' => self.either('&', Kind::And, Kind::Expression),
            '!' => self.either('=', Kind::Compare(Comparison::Unequal), Kind::Not),
            '<' => self.compare(Comparison::LessOrEqual, Comparison::Less),
            '>' => self.compare(Comparison::GreaterOrEqual, Comparison::Greater),
            '=' if self.take('=') => Kind::Compare(Comparison::Equal),
            '=' => return Err(self.error(TokenProblem::Unfinished('='), start)),
            '\'' => Kind::Literal(Value::String(self.until('\'', start)?.replace("\\'", "'"))),
            '"' => self.quoted_name(start)?,
            '`' => self.literal(start)?,
            '0'..='9' => self.number(start),
            '-' if self.peek().is_some_and(|next| next.is_ascii_digit()) => self.number(start),
            '-' => return Err(self.error(TokenProblem::Unfinished('-'), start)),
            'a'..='z' | 'A'..='Z' | '_' => self.name(start),
            _ => return Err(self.error(TokenProblem::UnknownCharacter(character), start)),
        })
    }

    fn either(&mut self, next: char, long: Kind, short: Kind) -> Kind {
        if self.take(next) { long } else { short }
    }

    fn compare(&mut self, long: Comparison, short: Comparison) -> Kind {
        self.either('=', Kind::Compare(long), Kind::Compare(short))
    }

    fn name(&mut self, start: usize) -> Kind {
        Kind::Name(self.run(start, |character| {
            character.is_ascii_alphanumeric() || character == '_'
        }))
    }

    /// A number; one that does not fit becomes the largest or the smallest that does.
    fn number(&mut self, start: usize) -> Kind {
        let digits = self.run(start, |character| character.is_ascii_digit());
        let largest = if digits.starts_with('-') {
            i64::MIN
        } else {
            i64::MAX
        };
        Kind::Number(digits.parse().unwrap_or(largest))
    }

    fn quoted_name(&mut self, start: usize) -> Result<Kind, ParseError> {
        let json = format!("\"{}\"", self.until('"', start)?);
        serde_json::from_str(&json).map(Kind::QuotedName).map_err(|_| {
            let problem = python::json::decode_error(&json);
            self.error(
                problem.map_or(TokenProblem::LoneSurrogate, TokenProblem::InvalidName),
                start,
            )
        })
    }

    /// JSON in backticks. As an older rule allows, the quotes of a string may be missing.
    fn literal(&mut self, start: usize) -> Result<Kind, ParseError> {
        let json = self.until('`', start)?.replace("\\`", "`");
        let value = serde_json::from_str(&json)
            .or_else(|_| serde_json::from_str(&format!("\"{}\"", json.trim_start())));
        value
            .map(Kind::Literal)
            .map_err(|_| self.error(TokenProblem::InvalidLiteral(json), start))
    }

    /// The characters up to the delimiter. A backslash escapes it; backslashes are kept.
    fn until(&mut self, delimiter: char, start: usize) -> Result<String, ParseError> {
        let mut text = String::new();
        loop {
            let mut next = self.next();
            if next == Some(delimiter) {
                return Ok(text);
            }
            if next == Some('\\') {
                text.push('\\');
                next = self.next();
            }
            text.push(next.ok_or_else(|| self.error(TokenProblem::Unclosed(delimiter), start))?);
        }
    }

    /// The characters that belong to one token, from its start.
    fn run(&mut self, start: usize, belongs: fn(char) -> bool) -> String {
        while self.peek().is_some_and(belongs) {
            self.at += 1;
        }
        self.characters[start..self.at].iter().collect()
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t' | '\n' | '\r')) {
            self.at += 1;
        }
    }

    fn take(&mut self, character: char) -> bool {
        let found = self.peek() == Some(character);
        self.at += usize::from(found);
        found
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek();
        self.at += usize::from(next.is_some());
        next
    }

    fn peek(&self) -> Option<char> {
        self.characters.get(self.at).copied()
    }

    fn error(&self, problem: TokenProblem, column: usize) -> ParseError {
        ParseError::Token {
            expression: self.expression.to_owned(),
            column,
            problem,
        }
    }
}
