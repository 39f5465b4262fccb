//! From tokens to a tree, by binding power. What jmespath.py accepts beyond the grammar, such as a missing
//! comma between arguments, is accepted here too.

use serde_json::Value;

use crate::error::{ParseError, Parsed, SyntaxProblem};
use crate::lexer::{Comparison, Kind, Token};

/// Tokens with less power end a projection.
const PROJECTION_STOP: u8 = 10;
const STAR: u8 = 20;
const FILTER: u8 = 21;
const FLATTEN: u8 = 9;
const DOT: u8 = 40;
const NOT: u8 = 45;
const COMPARE: u8 = 5;
const AND: u8 = 3;
const OR: u8 = 2;
const PIPE: u8 = 1;

/// Deeper expressions are refused, as Python refuses them.
const MAX_DEPTH: usize = 300;

/// A step from a value to a value.
#[derive(Debug)]
pub(super) enum Node {
    Current,
    Literal(Value),
    Field(String),
    Index(i64),
    Slice([Option<i64>; 3]),
    /// Nodes, each applied to the result of the one before.
    Chain(Vec<Node>),
    /// Like a chain. A slice that follows joins it and does not project.
    Indexed(Vec<Node>),
    Flatten(Box<Node>),
    /// The right node for each item of the list on the left.
    Projection(Box<Node>, Box<Node>),
    /// The right node for each member of the object on the left.
    ValueProjection(Box<Node>, Box<Node>),
    Filter {
        list: Box<Node>,
        right: Box<Node>,
        condition: Box<Node>,
    },
    Compare(Comparison, Box<Node>, Box<Node>),
    Or(Box<Node>, Box<Node>),
    And(Box<Node>, Box<Node>),
    Not(Box<Node>),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
    Call(String, Vec<Node>),
    /// `&expression`: an argument that the function evaluates.
    Expression(Box<Node>),
}

pub(super) fn parse(expression: &str, tokens: &[Token]) -> Parsed<Node> {
    let mut parser = Parser {
        expression,
        tokens,
        at: 0,
        depth: 0,
    };
    let node = parser.expression(0)?;
    match parser.peek() {
        Kind::End => Ok(node),
        _ => parser.fail(SyntaxProblem::Trailing),
    }
}

struct Parser<'a> {
    expression: &'a str,
    tokens: &'a [Token],
    at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    /// An expression, as long as the tokens have more power than this.
    fn expression(&mut self, power: u8) -> Parsed<Node> {
        let outside = self.depth;
        self.deeper()?;
        let mut left = self.start()?;
        while power < self.power() {
            self.deeper()?;
            left = self.continued(left)?;
        }
        self.depth = outside;
        Ok(left)
    }

    fn deeper(&mut self) -> Parsed<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            Err(ParseError::TooDeep.into())
        } else {
            Ok(())
        }
    }

    /// The first part of an expression.
    fn start(&mut self) -> Parsed<Node> {
        let start = self.at;
        Ok(match self.next() {
            Kind::Literal(value) => Node::Literal(value.clone()),
            Kind::Name(name) => Node::Field(name.clone()),
            Kind::QuotedName(name) => self.quoted_field(name)?,
            Kind::Current => Node::Current,
            Kind::Star => self.star_of(Node::Current)?,
            Kind::Filter => self.filter_of(Node::Current)?,
            Kind::Flatten => self.flatten_of(Node::Current)?,
            Kind::LeftBrace => self.object()?,
            Kind::LeftBracket => self.bracket()?,
            Kind::LeftParen => self.parenthesised()?,
            Kind::Not => Node::Not(Box::new(self.expression(NOT)?)),
            Kind::Expression => Node::Expression(Box::new(self.expression(0)?)),
            Kind::End => return self.incomplete(),
            Kind::Dot
            | Kind::RightBracket
            | Kind::Comma
            | Kind::Colon
            | Kind::RightParen
            | Kind::RightBrace
            | Kind::Pipe
            | Kind::Or
            | Kind::And
            | Kind::Compare(_)
            | Kind::Number(_) => return self.fail_at(start, SyntaxProblem::Invalid),
        })
    }

    /// An expression with this left side.
    fn continued(&mut self, left: Node) -> Parsed<Node> {
        let start = self.at;
        Ok(match self.next() {
            Kind::Dot => self.member_of(left)?,
            Kind::Pipe => Node::Chain(vec![left, self.expression(PIPE)?]),
            Kind::Or => Node::Or(Box::new(left), Box::new(self.expression(OR)?)),
            Kind::And => Node::And(Box::new(left), Box::new(self.expression(AND)?)),
            Kind::Compare(comparison) => {
                Node::Compare(*comparison, Box::new(left), Box::new(self.expression(COMPARE)?))
            }
            Kind::LeftParen => self.call(left, start)?,
            Kind::Filter => self.filter_of(left)?,
            Kind::Flatten => self.flatten_of(left)?,
            Kind::LeftBracket => self.bracket_of(left)?,
            Kind::Star
            | Kind::RightBracket
            | Kind::Comma
            | Kind::Colon
            | Kind::Current
            | Kind::RightParen
            | Kind::LeftBrace
            | Kind::RightBrace
            | Kind::Expression
            | Kind::Not
            | Kind::Number(_)
            | Kind::Name(_)
            | Kind::QuotedName(_)
            | Kind::Literal(_)
            | Kind::End => return self.fail_at(start, SyntaxProblem::Invalid),
        })
    }

    fn quoted_field(&self, name: &str) -> Parsed<Node> {
        if *self.peek() == Kind::LeftParen {
            return self.fail_with(self.peek(), 0, SyntaxProblem::QuotedFunctionName);
        }
        Ok(Node::Field(name.to_owned()))
    }

    fn parenthesised(&mut self) -> Parsed<Node> {
        let inner = self.expression(0)?;
        self.expect(&Kind::RightParen)?;
        Ok(inner)
    }

    fn star_of(&mut self, left: Node) -> Parsed<Node> {
        let right = if *self.peek() == Kind::RightBracket {
            Node::Current
        } else {
            self.projected(STAR)?
        };
        Ok(Node::ValueProjection(Box::new(left), Box::new(right)))
    }

    fn flatten_of(&mut self, left: Node) -> Parsed<Node> {
        let right = self.projected(FLATTEN)?;
        Ok(Node::Projection(
            Box::new(Node::Flatten(Box::new(left))),
            Box::new(right),
        ))
    }

    fn filter_of(&mut self, left: Node) -> Parsed<Node> {
        let condition = self.expression(0)?;
        self.expect(&Kind::RightBracket)?;
        let right = if *self.peek() == Kind::Flatten {
            Node::Current
        } else {
            self.projected(FILTER)?
        };
        Ok(Node::Filter {
            list: Box::new(left),
            right: Box::new(right),
            condition: Box::new(condition),
        })
    }

    fn member_of(&mut self, left: Node) -> Parsed<Node> {
        if *self.peek() == Kind::Star {
            self.at += 1;
            let right = self.projected(DOT)?;
            return Ok(Node::ValueProjection(Box::new(left), Box::new(right)));
        }
        let right = self.after_dot(DOT)?;
        Ok(match left {
            Node::Chain(mut nodes) => {
                nodes.push(right);
                Node::Chain(nodes)
            }
            left => Node::Chain(vec![left, right]),
        })
    }

    fn call(&mut self, left: Node, paren: usize) -> Parsed<Node> {
        let Node::Field(name) = left else {
            return self.fail_at(paren - 1, SyntaxProblem::InvalidFunctionName);
        };
        let mut arguments = Vec::new();
        while *self.peek() != Kind::RightParen {
            arguments.push(self.expression(0)?);
            self.take(&Kind::Comma);
        }
        self.expect(&Kind::RightParen)?;
        Ok(Node::Call(name, arguments))
    }

    /// After `[` at the start: an index, a slice, `[*]` or a list of expressions.
    fn bracket(&mut self) -> Parsed<Node> {
        match self.peek() {
            Kind::Number(_) | Kind::Colon => {
                let right = self.index_or_slice()?;
                self.projected_if_slice(Node::Current, right)
            }
            Kind::Star if self.tokens[self.at + 1].kind == Kind::RightBracket => self.each_of(Node::Current),
            _ => self.list(),
        }
    }

    /// After `[` that follows an expression: an index, a slice or `[*]`.
    fn bracket_of(&mut self, left: Node) -> Parsed<Node> {
        if !matches!(self.peek(), Kind::Number(_) | Kind::Colon) {
            return self.each_of(left);
        }
        let right = self.index_or_slice()?;
        match left {
            Node::Indexed(mut nodes) => {
                nodes.push(right);
                Ok(Node::Indexed(nodes))
            }
            left => self.projected_if_slice(left, right),
        }
    }

    fn each_of(&mut self, left: Node) -> Parsed<Node> {
        self.expect(&Kind::Star)?;
        self.expect(&Kind::RightBracket)?;
        let right = self.projected(STAR)?;
        Ok(Node::Projection(Box::new(left), Box::new(right)))
    }

    fn projected_if_slice(&mut self, left: Node, right: Node) -> Parsed<Node> {
        let is_slice = matches!(right, Node::Slice(_));
        let indexed = Node::Indexed(vec![left, right]);
        if !is_slice {
            return Ok(indexed);
        }
        let right = self.projected(STAR)?;
        Ok(Node::Projection(Box::new(indexed), Box::new(right)))
    }

    fn index_or_slice(&mut self) -> Parsed<Node> {
        match self.peek() {
            Kind::Number(number) if self.tokens[self.at + 1].kind != Kind::Colon => {
                self.at += 1;
                self.expect(&Kind::RightBracket)?;
                Ok(Node::Index(*number))
            }
            _ => self.slice(),
        }
    }

    fn slice(&mut self) -> Parsed<Node> {
        let mut parts = [None; 3];
        let mut part = 0;
        loop {
            match self.peek() {
                Kind::RightBracket => break,
                Kind::Colon if part < 2 => part += 1,
                Kind::Number(number) => parts[part] = Some(*number),
                _ => return self.fail(SyntaxProblem::Misplaced),
            }
            self.at += 1;
        }
        self.expect(&Kind::RightBracket)?;
        Ok(Node::Slice(parts))
    }

    fn list(&mut self) -> Parsed<Node> {
        let mut nodes = vec![self.expression(0)?];
        while *self.peek() != Kind::RightBracket {
            self.expect(&Kind::Comma)?;
            nodes.push(self.expression(0)?);
        }
        self.at += 1;
        Ok(Node::List(nodes))
    }

    fn object(&mut self) -> Parsed<Node> {
        let mut members = Vec::new();
        loop {
            let name = self.member_name()?;
            self.expect(&Kind::Colon)?;
            members.push((name, self.expression(0)?));
            if !self.take(&Kind::Comma) && self.take(&Kind::RightBrace) {
                return Ok(Node::Object(members));
            }
        }
    }

    fn member_name(&mut self) -> Parsed<String> {
        match self.peek() {
            Kind::Name(name) | Kind::QuotedName(name) => {
                self.at += 1;
                Ok(name.clone())
            }
            _ => self.unexpected("['quoted_identifier', 'unquoted_identifier']"),
        }
    }

    /// The right side of a projection.
    fn projected(&mut self, power: u8) -> Parsed<Node> {
        match self.peek() {
            _ if self.power() < PROJECTION_STOP => Ok(Node::Current),
            Kind::LeftBracket | Kind::Filter => self.expression(power),
            Kind::Dot => {
                self.at += 1;
                self.after_dot(power)
            }
            _ => self.fail(SyntaxProblem::Misplaced),
        }
    }

    fn after_dot(&mut self, power: u8) -> Parsed<Node> {
        match self.peek() {
            Kind::Name(_) | Kind::QuotedName(_) | Kind::Star => self.expression(power),
            Kind::LeftBracket => {
                self.at += 1;
                self.list()
            }
            Kind::LeftBrace => {
                self.at += 1;
                self.object()
            }
            _ => self.fail(SyntaxProblem::Expected(
                "['quoted_identifier', 'unquoted_identifier', 'lbracket', 'lbrace']",
            )),
        }
    }

    /// The binding power of the next token.
    fn power(&self) -> u8 {
        match self.peek() {
            Kind::Pipe => PIPE,
            Kind::Or => OR,
            Kind::And => AND,
            Kind::Compare(_) => COMPARE,
            Kind::Flatten => FLATTEN,
            Kind::Star => STAR,
            Kind::Filter => FILTER,
            Kind::Dot => DOT,
            Kind::Not => NOT,
            Kind::LeftBrace => 50,
            Kind::LeftBracket => 55,
            Kind::LeftParen => 60,
            Kind::RightBracket
            | Kind::Comma
            | Kind::Colon
            | Kind::Current
            | Kind::RightParen
            | Kind::RightBrace
            | Kind::Expression
            | Kind::Number(_)
            | Kind::Name(_)
            | Kind::QuotedName(_)
            | Kind::Literal(_)
            | Kind::End => 0,
        }
    }

    fn expect(&mut self, kind: &Kind) -> Parsed<()> {
        if self.take(kind) {
            Ok(())
        } else {
            self.unexpected(kind.name())
        }
    }

    fn take(&mut self, kind: &Kind) -> bool {
        let found = self.peek() == kind;
        self.at += usize::from(found);
        found
    }

    fn next(&mut self) -> &'a Kind {
        let kind = self.peek();
        self.at += 1;
        kind
    }

    /// The next token. [`Kind::End`] is never passed: it starts and continues no expression.
    fn peek(&self) -> &'a Kind {
        &self.tokens[self.at].kind
    }

    fn unexpected<T>(&self, expected: &'static str) -> Parsed<T> {
        match self.peek() {
            Kind::End => self.incomplete(),
            _ => self.fail(SyntaxProblem::Expected(expected)),
        }
    }

    fn incomplete<T>(&self) -> Parsed<T> {
        Err(Box::new(ParseError::Incomplete {
            expression: self.expression.to_owned(),
        }))
    }

    /// Fails at the next token.
    fn fail<T>(&self, problem: SyntaxProblem) -> Parsed<T> {
        self.fail_at(self.at, problem)
    }

    fn fail_at<T>(&self, at: usize, problem: SyntaxProblem) -> Parsed<T> {
        let token = &self.tokens[at];
        self.fail_with(&token.kind, token.start, problem)
    }

    fn fail_with<T>(&self, kind: &Kind, column: usize, problem: SyntaxProblem) -> Parsed<T> {
        Err(Box::new(ParseError::Syntax {
            expression: self.expression.to_owned(),
            column,
            token: kind.text(),
            kind: kind.name(),
            problem,
        }))
    }
}
