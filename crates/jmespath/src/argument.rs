//! The arguments of a function call, and the check of their types.

use std::borrow::Cow;

use roster_python_values as python;
use serde_json::{Map, Number, Value};

use crate::error::{Evaluated, EvaluationError};
use crate::evaluate::evaluate;
use crate::parser::Node;

/// A type of argument, by its name in the specification.
pub(crate) type Type = &'static str;

/// An argument of a call.
pub(crate) enum Argument<'v> {
    Value(Cow<'v, Value>),
    Expression(&'v Node),
}

impl<'v> Argument<'v> {
    pub(crate) fn new(node: &'v Node, value: &'v Value) -> Evaluated<Self> {
        match node {
            Node::Expression(node) => Ok(Self::Expression(node)),
            node => evaluate(node, value).map(Self::Value),
        }
    }

    pub(crate) fn check(&self, function: &str, types: &[Type]) -> Evaluated<()> {
        let fits = |expected: &Type| expected.split('-').next() == Some(self.kind());
        if !types.is_empty() && !types.iter().any(fits) {
            return Err(type_error(function, &self.shown(), types, self.kind()).into());
        }
        let kinds: Vec<&str> = types
            .iter()
            .filter_map(|expected| expected.strip_prefix("array-"))
            .collect();
        match self {
            Self::Value(value) if !kinds.is_empty() => check_items(function, value, types, &kinds),
            Self::Value(_) | Self::Expression(_) => Ok(()),
        }
    }

    pub(crate) fn kind(&self) -> Type {
        match self {
            Self::Value(value) => kind(value),
            Self::Expression(_) => "expref",
        }
    }

    pub(crate) fn shown(&self) -> Cow<'_, str> {
        match self {
            Self::Value(value) => python::str(value),
            Self::Expression(_) => Cow::Borrowed("an expression"),
        }
    }

    /// The expression's result for an item.
    pub(crate) fn of(&self, item: &Value) -> Evaluated<Value> {
        match self {
            Self::Expression(node) => Ok(evaluate(node, item)?.into_owned()),
            Self::Value(value) => Ok(value.clone().into_owned()),
        }
    }

    pub(crate) fn value(&self) -> &Value {
        match self {
            Self::Value(value) => value,
            Self::Expression(_) => &Value::Null,
        }
    }

    // The types have been checked, so the defaults below do not occur.

    pub(crate) fn items(&self) -> &[Value] {
        self.value().as_array().map_or(&[], Vec::as_slice)
    }

    pub(crate) fn text(&self) -> &str {
        self.value().as_str().unwrap_or_default()
    }

    pub(crate) fn number(&self) -> &Number {
        self.value()
            .as_number()
            .expect("the argument's type has been checked")
    }

    pub(crate) fn members(&self) -> &Map<String, Value> {
        self.value()
            .as_object()
            .expect("the argument's type has been checked")
    }
}

/// Checks that all items have the type of the first, and that it is allowed.
fn check_items(function: &str, list: &Value, types: &[Type], kinds: &[&str]) -> Evaluated<()> {
    let items = list.as_array().map_or(&[][..], Vec::as_slice);
    let Some(first) = items.first() else { return Ok(()) };
    let allowed = kinds.iter().find(|allowed| **allowed == kind(first));
    match items
        .iter()
        .find(|item| allowed.is_none_or(|allowed| *allowed != kind(item)))
    {
        Some(item) => Err(type_error(function, &python::str(item), types, python::type_name(item)).into()),
        None => Ok(()),
    }
}

pub(crate) fn type_error(function: &str, value: &str, expected: &[Type], received: Type) -> EvaluationError {
    EvaluationError::ArgumentType {
        function: function.to_owned(),
        value: value.to_owned(),
        expected: expected.to_vec(),
        received,
    }
}

pub(crate) fn kind(value: &Value) -> Type {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
