//! Conditions: one operator, one key, the values wanted.
//!
//! Source: IAM User Guide, "IAM JSON policy elements: Condition operators", "Conditions with multiple context
//! keys or values" and "Single-valued vs. multivalued context keys" (read November 2026).

use std::fmt;

use crate::arn::ArnTemplate;
use crate::constants::{BOOLEAN, BYTES, Constants, INSTANT, NETWORK, NUMBER, Reader};
use crate::effort::Effort;
use crate::error::Fault;
use crate::operator::{Operator, Quantifier, Test};
use crate::pattern::Case;
use crate::template::{Likeness, Reading, Template};
use crate::truth::Truth;
use crate::{ConditionKey, Context, Effect, Value, Values};

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

    /// Whether it holds in this request, in a statement of this effect. What AWS leaves open is decided so that
    /// an `Allow` does not match and a `Deny` does.
    pub(crate) fn holds(&self, effect: Effect, context: &dyn Context) -> Truth {
        match effect {
            Effect::Allow => self.compare(effect, context),
            Effect::Deny => self.is_unresolvable(context).or(|| self.compare(effect, context)),
        }
    }

    fn compare(&self, effect: Effect, context: &dyn Context) -> Truth {
        let values = context.values(&self.key);
        match values {
            Values::Unknown => Truth::Unknown,
            Values::Absent | Values::Many([]) => self.holds_without_values().into(),
            Values::One(_) | Values::Many(_) if self.asks_a_null_data_set(values) => {
                let readings = [
                    self.holds_without_values().into(),
                    self.holds_with(values, effect, context),
                ];
                match effect {
                    Effect::Allow => Truth::all(readings),
                    Effect::Deny => Truth::any(readings),
                }
            }
            Values::One(_) | Values::Many(_) => self.holds_with(values, effect, context),
        }
    }

    fn holds_without_values(&self) -> bool {
        match (&self.wanted, self.operator.quantifier) {
            (Wanted::Absent(wanted), _) => wanted.contains(&true),
            _ if self.operator.if_exists => true,
            (_, Some(Quantifier::ForAllValues)) => true,
            (_, Some(Quantifier::ForAnyValue)) => false,
            (_, None) => self.operator.negated,
        }
    }

    /// Whether all there is, is one empty string, and the operator is one of those to which AWS says that this
    /// is as good as nothing. Of a tag with an empty value that is not certain, so both readings count.
    fn asks_a_null_data_set(&self, values: Values<'_>) -> bool {
        let knows = self.operator.quantifier.is_some() || self.operator.test == Test::Null;
        knows
            && match values {
                Values::One(value) => value == Value::Text(""),
                Values::Many(values) => matches!(values, [only] if only.is_empty()),
                Values::Absent | Values::Unknown => false,
            }
    }

    fn holds_with(&self, values: Values<'_>, effect: Effect, context: &dyn Context) -> Truth {
        match values {
            Values::Absent | Values::Unknown => Truth::Unknown,
            Values::One(value) => self.holds_for(&value, context),
            Values::Many(values) => {
                let each = values
                    .iter()
                    .map(|value| self.holds_for(&Value::Text(value), context));
                match (self.operator.quantifier, effect) {
                    (Some(Quantifier::ForAllValues), _) => Truth::all(each),
                    (None, Effect::Allow) if self.operator.test != Test::Null => Truth::False,
                    (Some(Quantifier::ForAnyValue) | None, _) => Truth::any(each),
                }
            }
        }
    }

    fn holds_for(&self, value: &Value<'_>, context: &dyn Context) -> Truth {
        match &self.wanted {
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

    /// Whether a variable in it has neither a value nor a default.
    fn is_unresolvable(&self, context: &dyn Context) -> Truth {
        match &self.wanted {
            Wanted::Texts(texts) => Truth::any(texts.iter().map(|text| text.is_unresolvable(context))),
            Wanted::Arns(arns) => Truth::any(arns.iter().map(|arn| arn.is_unresolvable(context))),
            Wanted::Constants(_) | Wanted::Absent(_) => Truth::False,
        }
    }

    /// The most steps that asking whether it holds takes.
    pub(crate) fn effort(&self, context: &dyn Context) -> u64 {
        let effort: Effort = match &self.wanted {
            Wanted::Texts(texts) => texts.iter().map(|text| text.effort(context)).sum(),
            Wanted::Arns(arns) => arns.iter().map(|arn| arn.effort(context)).sum(),
            Wanted::Constants(_) | Wanted::Absent(_) => Effort {
                fixed: self.texts.len() as u64,
                for_each_byte: 1,
            },
        };
        match context.values(&self.key) {
            Values::Absent | Values::Unknown => 1,
            Values::One(value) => effort.on(value.text().len()),
            Values::Many(values) => {
                let each = values.iter().map(|value| effort.on(value.len()));
                each.fold(1, u64::saturating_add)
            }
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

    /// What the request has and what is wanted instead, in a statement of this effect.
    pub(crate) fn against<'c>(&'c self, effect: Effect, context: &'c dyn Context) -> impl fmt::Display + 'c {
        Against {
            condition: self,
            effect,
            values: context.values(&self.key),
        }
    }
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
    effect: Effect,
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
        let is_never_met = operator.quantifier.is_none() && operator.test != Test::Null;
        if is_never_met && self.effect == Effect::Allow && matches!(self.values, Values::Many([_, ..])) {
            formatter
                .write_str("; of a key with several values an Allow must ask ForAllValues or ForAnyValue")?;
        }
        Ok(())
    }
}
