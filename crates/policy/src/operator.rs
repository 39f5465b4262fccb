//! The condition operators by name.
//!
//! Source: IAM User Guide, "IAM JSON policy elements: Condition operators" and "Single-valued vs. multivalued
//! context keys" (read November 2026).

use std::cmp::Ordering;
use std::fmt;

use crate::error::Fault;

/// An operator with its prefix and suffix: `ForAnyValue:StringNotLikeIfExists`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Operator {
    name: &'static str,
    pub(crate) quantifier: Option<Quantifier>,
    pub(crate) test: Test,
    pub(crate) negated: bool,
    pub(crate) if_exists: bool,
}

/// Over which of a multivalued key's values an operator must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quantifier {
    ForAllValues,
    ForAnyValue,
}

/// How one value is compared with one of the policy's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Test {
    StringEquals,
    StringEqualsIgnoreCase,
    StringLike,
    Numeric(Comparison),
    Date(Comparison),
    Bool,
    Binary,
    IpAddress,
    Arn,
    Null,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equals,
    LessThan,
    LessThanEquals,
    GreaterThan,
    GreaterThanEquals,
}

impl Comparison {
    pub(crate) fn holds(self, ordering: Ordering) -> bool {
        match self {
            Self::Equals => ordering.is_eq(),
            Self::LessThan => ordering.is_lt(),
            Self::LessThanEquals => ordering.is_le(),
            Self::GreaterThan => ordering.is_gt(),
            Self::GreaterThanEquals => ordering.is_ge(),
        }
    }
}

/// Name, test, and whether it is the contrary that must hold.
const OPERATORS: &[(&str, Test, bool)] = &[
    ("StringEquals", Test::StringEquals, false),
    ("StringNotEquals", Test::StringEquals, true),
    ("StringEqualsIgnoreCase", Test::StringEqualsIgnoreCase, false),
    ("StringNotEqualsIgnoreCase", Test::StringEqualsIgnoreCase, true),
    ("StringLike", Test::StringLike, false),
    ("StringNotLike", Test::StringLike, true),
    ("NumericEquals", Test::Numeric(Comparison::Equals), false),
    ("NumericNotEquals", Test::Numeric(Comparison::Equals), true),
    ("NumericLessThan", Test::Numeric(Comparison::LessThan), false),
    (
        "NumericLessThanEquals",
        Test::Numeric(Comparison::LessThanEquals),
        false,
    ),
    (
        "NumericGreaterThan",
        Test::Numeric(Comparison::GreaterThan),
        false,
    ),
    (
        "NumericGreaterThanEquals",
        Test::Numeric(Comparison::GreaterThanEquals),
        false,
    ),
    ("DateEquals", Test::Date(Comparison::Equals), false),
    ("DateNotEquals", Test::Date(Comparison::Equals), true),
    ("DateLessThan", Test::Date(Comparison::LessThan), false),
    (
        "DateLessThanEquals",
        Test::Date(Comparison::LessThanEquals),
        false,
    ),
    ("DateGreaterThan", Test::Date(Comparison::GreaterThan), false),
    (
        "DateGreaterThanEquals",
        Test::Date(Comparison::GreaterThanEquals),
        false,
    ),
    ("Bool", Test::Bool, false),
    ("BinaryEquals", Test::Binary, false),
    ("IpAddress", Test::IpAddress, false),
    ("NotIpAddress", Test::IpAddress, true),
    ("ArnEquals", Test::Arn, false),
    ("ArnLike", Test::Arn, false),
    ("ArnNotEquals", Test::Arn, true),
    ("ArnNotLike", Test::Arn, true),
    ("Null", Test::Null, false),
];

impl Operator {
    pub(crate) fn read(text: &str) -> Result<Self, Fault> {
        let (quantifier, rest) = match text.split_once(':') {
            Some(("ForAllValues", rest)) => (Some(Quantifier::ForAllValues), rest),
            Some(("ForAnyValue", rest)) => (Some(Quantifier::ForAnyValue), rest),
            Some(_) | None => (None, text),
        };
        let (base, if_exists) = match rest.strip_suffix("IfExists") {
            Some(base) => (base, true),
            None => (rest, false),
        };
        let Some((name, kind, negated)) = OPERATORS.iter().find(|(name, _, _)| *name == base) else {
            return Err(Fault::UnknownOperator {
                nearest: nearest(base),
            });
        };
        if *kind == Test::Null && (quantifier.is_some() || if_exists) {
            return Err(Fault::QualifiedNull);
        }
        Ok(Self {
            name,
            quantifier,
            test: *kind,
            negated: *negated,
            if_exists,
        })
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.quantifier {
            Some(Quantifier::ForAllValues) => formatter.write_str("ForAllValues:")?,
            Some(Quantifier::ForAnyValue) => formatter.write_str("ForAnyValue:")?,
            None => {}
        }
        formatter.write_str(self.name)?;
        formatter.write_str(if self.if_exists { "IfExists" } else { "" })
    }
}

/// The operator that was probably meant: the one with which the name agrees longest.
fn nearest(base: &str) -> &'static str {
    let agreement = |name: &str| {
        let same = name
            .chars()
            .zip(base.chars())
            .take_while(|(a, b)| a.eq_ignore_ascii_case(b));
        same.count()
    };
    let (name, _, _) = OPERATORS
        .iter()
        .max_by_key(|(name, _, _)| (agreement(name), usize::MAX - name.len().abs_diff(base.len())))
        .expect("the list of operators is not empty");
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operator_is_written_as_it_is_read() {
        for (name, test, _) in OPERATORS {
            assert_eq!(
                Operator::read(name).map(|operator| operator.to_string()),
                Ok((*name).to_owned())
            );
            if *test == Test::Null {
                continue;
            }
            for text in [
                format!("{name}IfExists"),
                format!("ForAllValues:{name}"),
                format!("ForAnyValue:{name}IfExists"),
            ] {
                assert_eq!(
                    Operator::read(&text).map(|operator| operator.to_string()),
                    Ok(text)
                );
            }
        }
    }

    #[test]
    fn every_operator_has_a_row_in_the_table() {
        let table = include_str!("../tests/it/conditions.table");
        for (name, _, _) in OPERATORS {
            assert!(table.contains(&format!("{{\"{name}\":")), "{name}");
        }
    }

    #[test]
    fn a_misspelt_operator_brings_the_right_one_to_mind() {
        for (wrong, right) in [
            ("StringEqual", "StringEquals"),
            ("stringequals", "StringEquals"),
            ("StringLikes", "StringLike"),
            ("IPAddress", "IpAddress"),
            ("NumericGreaterThanOrEquals", "NumericGreaterThanEquals"),
            ("Boolean", "Bool"),
        ] {
            assert_eq!(
                Operator::read(wrong),
                Err(Fault::UnknownOperator { nearest: right }),
                "{wrong}"
            );
        }
    }
}
