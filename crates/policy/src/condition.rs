//! Conditions: one operator, one key, the values wanted.
//!
//! Source: IAM User Guide, "IAM JSON policy elements: Condition operators", "Conditions with multiple context
//! keys or values" and "Single-valued vs. multivalued context keys" (read November 2026).

use std::fmt;

use crate::arn::ArnTemplate;
use crate::constants::{BOOLEAN, BYTES, Constants, INSTANT, NETWORK, NUMBER, Reader};
use crate::error::Fault;
use crate::operator::{Operator, Quantifier, Test};
use crate::pattern::Case;
use crate::template::{Likeness, Reading, Template};
use crate::truth::Truth;
use crate::{ConditionKey, Context, Value, Values};

/// One line of a `Condition` block.
#[derive(Clone, Debug)]
pub(crate) struct Condition {
    operator: Operator,
    key: ConditionKey,
    wanted: Wanted,
    /// The values as the policy writes them.
    texts: Box<[Box<str>]>,
}

/// The policy's values, read for their operator.
#[derive(Clone, Debug)]
enum Wanted {
    Texts(Box<[Template]>),
    Arns(Box<[ArnTemplate]>),
    Constants(Constants),
    /// Of `Null`: `true` if the key must be absent.
    Absent(Box<[bool]>),
}

impl Condition {
    /// Compiles a condition; an error names the value that the operator cannot read.
    pub(crate) fn new(
        operator: Operator,
        key: ConditionKey,
        texts: Vec<String>,
        variables: bool,
    ) -> Result<Self, Fault> {
        Ok(Self {
            operator,
            key,
            wanted: Wanted::read(operator.test, &texts, variables)?,
            texts: texts.into_iter().map(String::into_boxed_str).collect(),
        })
    }

    /// Whether it holds in this request.
    pub(crate) fn holds(&self, context: &dyn Context) -> Truth {
        match (context.values(&self.key), &self.wanted) {
            (Values::Unknown, _) => Truth::Unknown,
            (Values::Absent | Values::Many([]), Wanted::Absent(wanted)) => wanted.contains(&true).into(),
            (Values::One(_) | Values::Many(_), Wanted::Absent(wanted)) => wanted.contains(&false).into(),
            (Values::Absent | Values::Many([]), _) => self.holds_without_values().into(),
            (Values::One(value), wanted) => self.holds_for_each(wanted, std::iter::once(value), context),
            (Values::Many(values), wanted) => {
                let values = values.iter().map(|value| Value::Text(value));
                self.holds_for_each(wanted, values, context)
            }
        }
    }

    fn holds_without_values(&self) -> bool {
        self.operator.if_exists
            || match self.operator.quantifier {
                Some(Quantifier::ForAllValues) => true,
                Some(Quantifier::ForAnyValue) => false,
                None => self.operator.negated,
            }
    }

    /// AWS documents no meaning of a multivalued key without a prefix. As with one value, a plain operator
    /// asks whether there is a match, a negated one whether there is none.
    fn holds_for_each<'v>(
        &self,
        wanted: &Wanted,
        values: impl Iterator<Item = Value<'v>> + Clone,
        context: &dyn Context,
    ) -> Truth {
        let each = values
            .clone()
            .map(|value| self.holds_for(wanted, &value, context));
        match (self.operator.quantifier, self.operator.negated) {
            (Some(Quantifier::ForAllValues), _) if is_null_data_set(values) => Truth::True,
            (Some(Quantifier::ForAllValues), _) | (None, true) => Truth::all(each),
            (Some(Quantifier::ForAnyValue), _) | (None, false) => Truth::any(each),
        }
    }

    fn holds_for(&self, wanted: &Wanted, value: &Value<'_>, context: &dyn Context) -> Truth {
        match wanted {
            Wanted::Texts(templates) => {
                let text = value.text();
                self.holds_among(templates.iter().map(|template| template.compare(&text, context)))
            }
            Wanted::Arns(templates) => {
                let text = value.text();
                self.holds_among(templates.iter().map(|template| template.compare(&text, context)))
            }
            Wanted::Constants(constants) => (constants.contain(value) != self.operator.negated).into(),
            Wanted::Absent(wanted) => wanted.contains(&false).into(),
        }
    }

    fn holds_among(&self, likenesses: impl Iterator<Item = Likeness>) -> Truth {
        if self.operator.negated {
            Truth::all(likenesses.map(Likeness::different))
        } else {
            Truth::any(likenesses.map(Likeness::same))
        }
    }

    /// The keys it asks for: its own, then those of variables.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &ConditionKey> {
        let (texts, arns): (&[Template], &[ArnTemplate]) = match &self.wanted {
            Wanted::Texts(texts) => (texts, &[]),
            Wanted::Arns(arns) => (&[], arns),
            Wanted::Constants(_) | Wanted::Absent(_) => (&[], &[]),
        };
        std::iter::once(&self.key)
            .chain(texts.iter().flat_map(Template::keys))
            .chain(arns.iter().flat_map(ArnTemplate::keys))
    }

    /// What the request has and what is wanted instead.
    pub(crate) fn against<'c>(&'c self, context: &'c dyn Context) -> impl fmt::Display + 'c {
        Against {
            condition: self,
            values: context.values(&self.key),
        }
    }
}

/// Whether all there is, is one empty string.
fn is_null_data_set<'v>(mut values: impl Iterator<Item = Value<'v>>) -> bool {
    values.next() == Some(Value::Text("")) && values.next().is_none()
}

impl Wanted {
    fn read(test: Test, texts: &[String], variables: bool) -> Result<Self, Fault> {
        let templates = |wildcards, case| {
            let reading = Reading {
                variables,
                wildcards,
                case,
            };
            each(texts, |text| Template::read(text, reading)).map(Self::Texts)
        };
        let constants = match test {
            Test::StringEquals => return templates(false, Case::Exact),
            Test::StringEqualsIgnoreCase => return templates(false, Case::Ignored),
            Test::StringLike => return templates(true, Case::Exact),
            Test::Arn => return each(texts, |text| ArnTemplate::read(text, variables)).map(Self::Arns),
            Test::Null => return constants(texts, &BOOLEAN).map(Self::Absent),
            Test::Numeric(comparison) => Constants::Numbers(comparison, constants(texts, &NUMBER)?),
            Test::Date(comparison) => Constants::Instants(comparison, constants(texts, &INSTANT)?),
            Test::Bool => Constants::Booleans(constants(texts, &BOOLEAN)?),
            Test::Binary => Constants::Bytes(constants(texts, &BYTES)?),
            Test::IpAddress => Constants::Networks(constants(texts, &NETWORK)?),
        };
        Ok(Self::Constants(constants))
    }
}

fn constants<T>(texts: &[String], reader: &Reader<T>) -> Result<Box<[T]>, Fault> {
    each(texts, |text| {
        (reader.read)(text).ok_or_else(|| Fault::Value {
            got: text.to_owned(),
            wanted: reader.wanted,
        })
    })
}

fn each<T>(texts: &[String], read: impl Fn(&str) -> Result<T, Fault>) -> Result<Box<[T]>, Fault> {
    texts.iter().map(|text| read(text)).collect()
}

struct Against<'c> {
    condition: &'c Condition,
    values: Values<'c>,
}

impl fmt::Display for Against<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Condition {
            operator, key, texts, ..
        } = self.condition;
        write!(formatter, "{operator} {key}: ")?;
        match self.values {
            Values::Absent => formatter.write_str("is absent")?,
            Values::Unknown => formatter.write_str("is not known yet")?,
            Values::One(value) => write!(formatter, "has {:?}", value.text())?,
            Values::Many(values) => write!(formatter, "has {values:?}")?,
        }
        formatter.write_str(if operator.negated {
            ", wants none of "
        } else {
            ", wants "
        })?;
        for (index, text) in texts.iter().enumerate() {
            let before = if index == 0 { "" } else { " or " };
            write!(formatter, "{before}{text:?}")?;
        }
        Ok(())
    }
}
