//! What a tree selects from a value.

use std::borrow::Cow;
use std::cmp::Ordering;

use roster_python_values as python;
use serde_json::{Map, Number, Value};

use crate::error::{Evaluated, EvaluationError};
use crate::functions;
use crate::lexer::Comparison;
use crate::parser::Node;

const NULL: Cow<'static, Value> = Cow::Owned(Value::Null);

/// Borrows from the value and the tree where it can.
pub(super) fn evaluate<'v>(node: &'v Node, value: &'v Value) -> Evaluated<Cow<'v, Value>> {
    Ok(match node {
        Node::Current => Cow::Borrowed(value),
        Node::Literal(literal) => Cow::Borrowed(literal),
        Node::Field(name) => value
            .as_object()
            .and_then(|members| members.get(name))
            .map_or(NULL, Cow::Borrowed),
        Node::Index(index) => item(value, *index).map_or(NULL, Cow::Borrowed),
        Node::Slice(parts) => match value {
            Value::Array(items) => Cow::Owned(Value::Array(slice(items, *parts)?)),
            _ => NULL,
        },
        Node::Chain(nodes) | Node::Indexed(nodes) => chain(nodes, value)?,
        Node::Flatten(list) => match evaluate(list, value)?.into_owned() {
            Value::Array(items) => Cow::Owned(Value::Array(flat(items))),
            _ => NULL,
        },
        Node::Projection(list, right) => match &*evaluate(list, value)? {
            Value::Array(items) => Cow::Owned(project(items.iter(), right, None)?),
            _ => NULL,
        },
        Node::ValueProjection(object, right) => match &*evaluate(object, value)? {
            Value::Object(members) => Cow::Owned(project(members.values(), right, None)?),
            _ => NULL,
        },
        Node::Filter {
            list,
            right,
            condition,
        } => match &*evaluate(list, value)? {
            Value::Array(items) => Cow::Owned(project(items.iter(), right, Some(condition))?),
            _ => NULL,
        },
        Node::Compare(comparison, left, right) => Cow::Owned(compare(
            *comparison,
            &*evaluate(left, value)?,
            &*evaluate(right, value)?,
        )?),
        Node::Or(left, right) => match evaluate(left, value)? {
            left if is_false(&left) => evaluate(right, value)?,
            left => left,
        },
        Node::And(left, right) => match evaluate(left, value)? {
            left if is_false(&left) => left,
            _ => evaluate(right, value)?,
        },
        Node::Not(node) => Cow::Owned(Value::Bool(is_false(&*evaluate(node, value)?))),
        Node::List(_) | Node::Object(_) if value.is_null() => NULL,
        Node::List(nodes) => Cow::Owned(
            nodes
                .iter()
                .map(|node| owned(node, value))
                .collect::<Result<_, _>>()?,
        ),
        Node::Object(members) => Cow::Owned(Value::Object(object(members, value)?)),
        Node::Call(name, arguments) => functions::call(name, arguments, value)?,
        Node::Expression(_) => return Err(EvaluationError::MisplacedReference.into()),
    })
}

fn owned(node: &Node, value: &Value) -> Evaluated<Value> {
    Ok(evaluate(node, value)?.into_owned())
}

fn chain<'v>(nodes: &'v [Node], value: &'v Value) -> Evaluated<Cow<'v, Value>> {
    nodes
        .iter()
        .try_fold(Cow::Borrowed(value), |value, node| match value {
            Cow::Borrowed(value) => evaluate(node, value),
            Cow::Owned(value) => owned(node, &value).map(Cow::Owned),
        })
}

fn object(members: &[(String, Node)], value: &Value) -> Evaluated<Map<String, Value>> {
    members
        .iter()
        .map(|(name, node)| Ok((name.clone(), owned(node, value)?)))
        .collect()
}

/// The right side for each value that meets the condition, without nulls.
fn project<'v>(
    values: impl Iterator<Item = &'v Value>,
    right: &Node,
    condition: Option<&Node>,
) -> Evaluated<Value> {
    let mut found = Vec::new();
    for value in values {
        if let Some(condition) = condition
            && is_false(&*evaluate(condition, value)?)
        {
            continue;
        }
        let value = evaluate(right, value)?;
        if !value.is_null() {
            found.push(value.into_owned());
        }
    }
    Ok(Value::Array(found))
}

fn item(value: &Value, index: i64) -> Option<&Value> {
    let items = value.as_array()?;
    let distance = usize::try_from(index.unsigned_abs()).ok()?;
    let index = if index < 0 {
        items.len().checked_sub(distance)?
    } else {
        distance
    };
    items.get(index)
}

/// `items[from:to:step]` as in Python.
fn slice(items: &[Value], [from, to, step]: [Option<i64>; 3]) -> Evaluated<Vec<Value>> {
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let step = step.unwrap_or(1);
    if step == 0 {
        return Err(EvaluationError::ZeroStep.into());
    }
    let (lowest, highest) = if step < 0 { (-1, length - 1) } else { (0, length) };
    let (first, end) = if step < 0 {
        (highest, lowest)
    } else {
        (lowest, highest)
    };
    let bound = |bound: i64| {
        if bound < 0 {
            bound.saturating_add(length)
        } else {
            bound
        }
        .clamp(lowest, highest)
    };
    let (mut at, end) = (from.map_or(first, bound), to.map_or(end, bound));
    let mut found = Vec::new();
    while if step < 0 { at > end } else { at < end } {
        found.extend(usize::try_from(at).ok().and_then(|at| items.get(at)).cloned());
        at = at.saturating_add(step);
    }
    Ok(found)
}

fn flat(items: Vec<Value>) -> Vec<Value> {
    let mut flat = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Value::Array(mut inner) => flat.append(&mut inner),
            item => flat.push(item),
        }
    }
    flat
}

fn compare(comparison: Comparison, left: &Value, right: &Value) -> Evaluated<Value> {
    let holds: fn(Ordering) -> bool = match comparison {
        Comparison::Equal => return Ok(Value::Bool(is_equal(left, right))),
        Comparison::Unequal => return Ok(Value::Bool(!is_equal(left, right))),
        Comparison::Less => Ordering::is_lt,
        Comparison::LessOrEqual => Ordering::is_le,
        Comparison::Greater => Ordering::is_gt,
        Comparison::GreaterOrEqual => Ordering::is_ge,
    };
    let is_ordered = |value: &Value| value.is_number() || value.is_string();
    if !is_ordered(left) || !is_ordered(right) {
        return Ok(Value::Null);
    }
    order(left, right, comparison).map(|order| Value::Bool(holds(order)))
}

/// The order of two numbers or two strings; other values have none.
pub(super) fn order(left: &Value, right: &Value, comparison: Comparison) -> Evaluated<Ordering> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => Ok(order_of_numbers(left, right)),
        (Value::String(left), Value::String(right)) => Ok(left.cmp(right)),
        _ => Err(Box::new(EvaluationError::NotComparable {
            operator: comparison.symbol(),
            left: python::type_name(left),
            right: python::type_name(right),
        })),
    }
}

fn order_of_numbers(left: &Number, right: &Number) -> Ordering {
    match (left.as_i128(), right.as_i128()) {
        (Some(left), Some(right)) => left.cmp(&right),
        _ => left
            .as_f64()
            .partial_cmp(&right.as_f64())
            .unwrap_or(Ordering::Equal),
    }
}

fn is_equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Bool(_), Value::Number(_)) | (Value::Number(_), Value::Bool(_)) => false,
        _ => is_equal_in_python(left, right),
    }
}

/// `left == right`, where true is 1 and false is 0.
pub(super) fn is_equal_in_python(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => order_of_numbers(left, right).is_eq(),
        (Value::Number(number), Value::Bool(truth)) | (Value::Bool(truth), Value::Number(number)) => {
            number.as_f64() == Some(f64::from(u8::from(*truth)))
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .zip(right)
                    .all(|(left, right)| is_equal_in_python(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            let same = |(name, left)| {
                right
                    .get(name)
                    .is_some_and(|right| is_equal_in_python(left, right))
            };
            left.len() == right.len() && left.iter().all(same)
        }
        _ => left == right,
    }
}

/// Null, false and everything empty; 0 is true.
fn is_false(value: &Value) -> bool {
    !value.is_number() && python::is_falsy(value)
}
