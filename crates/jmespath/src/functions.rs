//! The built-in functions: the arguments and the result of each.

use std::borrow::Cow;
use std::cmp::Ordering;

use roster_python_values as python;
use serde_json::{Map, Number, Value};

use crate::argument::{Argument, Type, kind, type_error};
use crate::error::{Evaluated, EvaluationError};
use crate::evaluate::{is_equal_in_python, order};
use crate::lexer::Comparison;
use crate::parser::Node;

/// A function: the types allowed for each argument (none: any), and whether the last may be repeated.
struct Function {
    parameters: &'static [&'static [Type]],
    variadic: bool,
    body: fn(&[Argument<'_>]) -> Evaluated<Value>,
}

const fn function(
    parameters: &'static [&'static [Type]],
    body: fn(&[Argument<'_>]) -> Evaluated<Value>,
) -> Function {
    Function {
        parameters,
        variadic: false,
        body,
    }
}

const fn variadic(
    parameters: &'static [&'static [Type]],
    body: fn(&[Argument<'_>]) -> Evaluated<Value>,
) -> Function {
    Function {
        parameters,
        variadic: true,
        body,
    }
}

const ANY: &[Type] = &[];
const ARRAY: &[Type] = &["array"];
const EXPRESSION: &[Type] = &["expref"];
const NUMBER: &[Type] = &["number"];
const NUMBERS: &[Type] = &["array-number"];
const NUMBERS_OR_STRINGS: &[Type] = &["array-number", "array-string"];
const OBJECT: &[Type] = &["object"];
const STRING: &[Type] = &["string"];

fn named(name: &str) -> Option<Function> {
    Some(match name {
        "abs" => function(&[NUMBER], |a| Ok(absolute(a[0].number()))),
        "avg" => function(&[NUMBERS], |a| Ok(average(a[0].items()))),
        "ceil" => function(&[NUMBER], |a| Ok(whole(a[0].number(), f64::ceil))),
        "contains" => function(&[&["array", "string"], ANY], |a| contains(a[0].value(), &a[1])),
        "ends_with" => function(&[STRING, STRING], |a| {
            Ok(a[0].text().ends_with(a[1].text()).into())
        }),
        "floor" => function(&[NUMBER], |a| Ok(whole(a[0].number(), f64::floor))),
        "join" => function(&[STRING, &["array-string"]], |a| {
            Ok(join(a[0].text(), a[1].items()))
        }),
        "keys" => function(&[OBJECT], |a| Ok(a[0].members().keys().cloned().collect())),
        "length" => function(&[&["string", "array", "object"]], |a| Ok(length(a[0].value()))),
        "map" => function(&[EXPRESSION, ARRAY], |a| {
            a[1].items().iter().map(|item| a[0].of(item)).collect()
        }),
        "max" => function(&[NUMBERS_OR_STRINGS], |a| {
            extreme(a[0].items(), Comparison::Greater)
        }),
        "max_by" => function(&[ARRAY, EXPRESSION], |a| {
            extreme_by(a[0].items(), &a[1], Comparison::Greater, "max_by")
        }),
        "merge" => variadic(&[OBJECT], merge),
        "min" => function(&[NUMBERS_OR_STRINGS], |a| extreme(a[0].items(), Comparison::Less)),
        "min_by" => function(&[ARRAY, EXPRESSION], |a| {
            extreme_by(a[0].items(), &a[1], Comparison::Less, "min_by")
        }),
        "not_null" => variadic(&[ANY], |a| Ok(not_null(a))),
        "reverse" => function(&[&["array", "string"]], |a| Ok(reverse(a[0].value()))),
        "sort" => function(&[&["array-string", "array-number"]], |a| Ok(sort(a[0].items()))),
        "sort_by" => function(&[ARRAY, EXPRESSION], |a| sort_by(a[0].items(), &a[1])),
        "starts_with" => function(&[STRING, STRING], |a| {
            Ok(a[0].text().starts_with(a[1].text()).into())
        }),
        "sum" => function(&[NUMBERS], |a| Ok(sum(a[0].items()))),
        "to_array" => function(&[ANY], |a| Ok(to_array(a[0].value()))),
        "to_number" => function(&[ANY], |a| Ok(to_number(a[0].value()))),
        "to_string" => function(&[ANY], |a| Ok(to_string(a[0].value()))),
        "type" => function(&[ANY], |a| Ok(type_of(&a[0]))),
        "values" => function(&[OBJECT], |a| Ok(a[0].members().values().cloned().collect())),
        _ => return None,
    })
}

/// Calls a function with arguments evaluated for the value.
pub(super) fn call<'v>(name: &str, arguments: &'v [Node], value: &'v Value) -> Evaluated<Cow<'v, Value>> {
    let arguments = arguments
        .iter()
        .map(|node| Argument::new(node, value))
        .collect::<Result<Vec<_>, _>>()?;
    let function = named(name).ok_or_else(|| EvaluationError::UnknownFunction(name.to_owned()))?;
    function.check_count(name, arguments.len())?;
    for (argument, types) in arguments.iter().zip(function.parameters) {
        argument.check(name, types)?;
    }
    (function.body)(&arguments).map(Cow::Owned)
}

impl Function {
    fn check_count(&self, name: &str, received: usize) -> Evaluated<()> {
        let expected = self.parameters.len();
        if received == expected || self.variadic && received > expected {
            return Ok(());
        }
        Err(Box::new(EvaluationError::ArgumentCount {
            function: name.to_owned(),
            expected,
            is_variadic: self.variadic,
            received,
        }))
    }
}

fn absolute(number: &Number) -> Value {
    match number.as_i64() {
        Some(integer) => integer.unsigned_abs().into(),
        None if number.is_u64() => number.clone().into(),
        None => float(number).abs().into(),
    }
}

fn whole(number: &Number, round: fn(f64) -> f64) -> Value {
    if number.is_f64() {
        integer(round(float(number)))
    } else {
        number.clone().into()
    }
}

/// A whole float as an integer, if it fits.
#[expect(clippy::cast_possible_truncation, reason = "checked against the bounds")]
fn integer(value: f64) -> Value {
    const BEYOND: f64 = 9_223_372_036_854_775_808.0;
    if (-BEYOND..BEYOND).contains(&value) {
        (value as i64).into()
    } else {
        value.into()
    }
}

#[expect(clippy::cast_precision_loss, reason = "as in Python")]
fn average(items: &[Value]) -> Value {
    if items.is_empty() {
        return Value::Null;
    }
    let sum = sum(items).as_f64().unwrap_or_default();
    (sum / items.len() as f64).into()
}

/// An integer if all items are integers and the sum fits; a float otherwise.
fn sum(items: &[Value]) -> Value {
    let integers: Option<i128> = items.iter().map(integer_of).sum();
    match integers.and_then(Number::from_i128) {
        Some(sum) => sum.into(),
        None => items
            .iter()
            .filter_map(Value::as_f64)
            .fold(0.0, |sum, item| sum + item)
            .into(),
    }
}

fn integer_of(value: &Value) -> Option<i128> {
    value.as_number().and_then(Number::as_i128)
}

fn contains(subject: &Value, sought: &Argument<'_>) -> Evaluated<Value> {
    match (subject, sought) {
        (Value::Array(items), Argument::Value(sought)) => {
            Ok(items.iter().any(|item| is_equal_in_python(item, sought)).into())
        }
        (Value::String(text), Argument::Value(sought)) => match &**sought {
            Value::String(sought) => Ok(text.contains(sought.as_str()).into()),
            other => Err(EvaluationError::NotAString(python::type_name(other)).into()),
        },
        (Value::String(_), Argument::Expression(_)) => Err(EvaluationError::NotAString("_Expression").into()),
        _ => Ok(false.into()),
    }
}

fn join(separator: &str, items: &[Value]) -> Value {
    items
        .iter()
        .filter_map(Value::as_str)
        .collect::<Vec<_>>()
        .join(separator)
        .into()
}

fn length(value: &Value) -> Value {
    match value {
        Value::String(text) => text.chars().count().into(),
        Value::Array(items) => items.len().into(),
        Value::Object(members) => members.len().into(),
        Value::Null | Value::Bool(_) | Value::Number(_) => Value::Null,
    }
}

/// The members of all objects. Only the type of the first argument has been checked.
fn merge(arguments: &[Argument<'_>]) -> Evaluated<Value> {
    let mut merged = Map::new();
    for value in arguments.iter().map(Argument::value) {
        match value {
            Value::Object(members) => merged.extend(members.clone()),
            Value::Array(_) | Value::String(_) if python::is_falsy(value) => {}
            other => return Err(EvaluationError::NotAnObject(python::type_name(other)).into()),
        }
    }
    Ok(merged.into())
}

fn not_null(arguments: &[Argument<'_>]) -> Value {
    arguments
        .iter()
        .map(Argument::value)
        .find(|value| !value.is_null())
        .cloned()
        .unwrap_or_default()
}

fn reverse(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().rev().cloned().collect(),
        other => other
            .as_str()
            .unwrap_or_default()
            .chars()
            .rev()
            .collect::<String>()
            .into(),
    }
}

fn to_array(value: &Value) -> Value {
    if value.is_array() {
        value.clone()
    } else {
        Value::Array(vec![value.clone()])
    }
}

fn to_string(value: &Value) -> Value {
    if value.is_string() {
        value.clone()
    } else {
        python::json_ascii(value).into()
    }
}

fn to_number(value: &Value) -> Value {
    match value {
        Value::Number(_) => value.clone(),
        Value::String(text) => read_number(text).map_or(Value::Null, Value::Number),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => Value::Null,
    }
}

/// A number as Python reads it: blanks around it, a sign, and single underscores between digits.
fn read_number(text: &str) -> Option<Number> {
    let text = text.trim();
    let bytes = text.as_bytes();
    let is_digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let joins_digits = |(at, _)| is_digit(usize::checked_sub(at, 1)) && is_digit(Some(at + 1));
    if !text.match_indices('_').all(joins_digits) {
        return None;
    }
    let digits = text.replace('_', "");
    let integer = digits.parse::<i128>().ok().and_then(Number::from_i128);
    integer.or_else(|| Number::from_f64(digits.parse().ok()?))
}

fn type_of(argument: &Argument<'_>) -> Value {
    match argument {
        Argument::Value(value) => kind(value).into(),
        Argument::Expression(_) => Value::Null,
    }
}

fn sort(items: &[Value]) -> Value {
    let mut sorted = items.to_vec();
    sorted.sort_by(|left, right| order(left, right, Comparison::Less).unwrap_or(Ordering::Equal));
    sorted.into()
}

fn extreme(items: &[Value], better: Comparison) -> Evaluated<Value> {
    let mut keyed = items.iter().map(|item| Ok((item.clone(), item)));
    best(&mut keyed, better)
}

fn extreme_by(items: &[Value], key: &Argument<'_>, better: Comparison, function: &str) -> Evaluated<Value> {
    let mut keyed = items
        .iter()
        .map(|item| Ok((key_of(item, key, &["number", "string"], function)?, item)));
    best(&mut keyed, better)
}

/// The first item with the best key.
fn best(keyed: &mut dyn Iterator<Item = Evaluated<(Value, &Value)>>, better: Comparison) -> Evaluated<Value> {
    let wins = if better == Comparison::Less {
        Ordering::is_lt
    } else {
        Ordering::is_gt
    };
    let mut best: Option<(Value, &Value)> = None;
    for next in keyed {
        let next = next?;
        let replaces = match &best {
            Some((key, _)) => wins(order(&next.0, key, better)?),
            None => true,
        };
        if replaces {
            best = Some(next);
        }
    }
    Ok(best.map_or(Value::Null, |(_, item)| item.clone()))
}

/// Sorted by key. All keys must have the type of the first.
fn sort_by(items: &[Value], key: &Argument<'_>) -> Evaluated<Value> {
    let Some(first) = items.first() else {
        return Ok(Value::Array(Vec::new()));
    };
    let required = kind(&key.of(first)?);
    if !matches!(required, "number" | "string") {
        return Err(type_error("sort_by", &python::str(first), &["string", "number"], required).into());
    }
    let keyed = items
        .iter()
        .map(|item| Ok((key_of(item, key, &[required], "sort_by")?, item)));
    let mut keyed = keyed.collect::<Evaluated<Vec<_>>>()?;
    keyed.sort_by(|(left, _), (right, _)| order(left, right, Comparison::Less).unwrap_or(Ordering::Equal));
    Ok(keyed.into_iter().map(|(_, item)| item.clone()).collect())
}

fn key_of(item: &Value, key: &Argument<'_>, allowed: &[Type], function: &str) -> Evaluated<Value> {
    let value = key.of(item)?;
    if allowed.contains(&kind(&value)) {
        Ok(value)
    } else {
        Err(type_error(function, &python::str(&value), allowed, kind(&value)).into())
    }
}

fn float(number: &Number) -> f64 {
    number.as_f64().unwrap_or_default()
}
