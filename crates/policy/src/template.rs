//! Patterns with policy variables: `arn:aws:iam::123456789012:user/${aws:username}`.
//!
//! Source: IAM User Guide, "IAM policy elements: Variables and tags" (read November 2026). What a variable
//! puts in is text: a `*` in a user's name or tag is no wildcard.

use std::borrow::Cow;

use crate::effort::Effort;
use crate::error::Fault;
use crate::pattern::{Case, Glyph, Pattern, wild};
use crate::truth::Truth;
use crate::{ConditionKey, Context, Values};

/// How a text is to be read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    /// Whether `${…}` means anything.
    pub(crate) variables: bool,
    /// Whether `*` and `?` do.
    pub(crate) wildcards: bool,
    pub(crate) case: Case,
}

/// A pattern that may depend on the request.
#[derive(Clone, Debug)]
pub(crate) struct Template(Form);

#[derive(Clone, Debug)]
enum Form {
    Fixed(Pattern),
    Varying(Box<[Part]>, Case),
}

#[derive(Clone, Debug)]
enum Part {
    Glyph(Glyph),
    Variable(Variable),
}

#[derive(Clone, Debug)]
struct Variable {
    key: ConditionKey,
    default: Option<Box<str>>,
}

/// What a text and a template are to each other in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Likeness {
    Same,
    Different,
    /// A variable in it is not known yet.
    Open {
        /// Whether it could still turn out the same.
        possible: bool,
    },
    /// A variable in it has no value: it is neither the same as anything nor different from anything. In a
    /// `Deny` this does not come up: there the element holds without being compared.
    Unresolvable,
}

impl Likeness {
    /// Whether they are the same.
    pub(crate) fn same(self) -> Truth {
        match self {
            Self::Same => Truth::True,
            Self::Open { possible: true } => Truth::Unknown,
            Self::Open { possible: false } | Self::Different | Self::Unresolvable => Truth::False,
        }
    }

    /// Whether they are different. Not the contrary of [`Self::same`]: a variable without a value makes both
    /// fail, and one that is not known yet may turn out to have none.
    pub(crate) fn different(self) -> Truth {
        match self {
            Self::Different => Truth::True,
            Self::Open { .. } => Truth::Unknown,
            Self::Same | Self::Unresolvable => Truth::False,
        }
    }

    /// Of both together.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Unresolvable, _) | (_, Self::Unresolvable) => Self::Unresolvable,
            (Self::Open { possible }, also) | (also, Self::Open { possible }) => Self::Open {
                possible: possible && also.same() != Truth::False,
            },
            (Self::Different, _) | (_, Self::Different) => Self::Different,
            (Self::Same, Self::Same) => Self::Same,
        }
    }
}

/// A variable is absent, and has no default.
struct NoValue;

impl Template {
    pub(crate) fn read(text: &str, reading: Reading) -> Result<Self, Fault> {
        let parts = if reading.variables {
            parts(text, reading.wildcards)?
        } else {
            glyphs(text, reading.wildcards).map(Part::Glyph).collect()
        };
        let fixed: Option<Vec<Glyph>> = parts
            .iter()
            .map(|part| match part {
                Part::Glyph(glyph) => Some(*glyph),
                Part::Variable(_) => None,
            })
            .collect();
        Ok(Self(match fixed {
            Some(glyphs) => Form::Fixed(Pattern::new(glyphs, reading.case)),
            None => Form::Varying(parts.into(), reading.case),
        }))
    }

    /// The keys of the variables in it.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &ConditionKey> {
        self.variables().map(|variable| &variable.key)
    }

    /// Whether a variable in it has neither a value nor a default.
    pub(crate) fn is_unresolvable(&self, context: &dyn Context) -> Truth {
        Truth::any(
            self.variables()
                .map(|variable| variable.is_without_value(context)),
        )
    }

    fn variables(&self) -> impl Iterator<Item = &Variable> {
        let parts: &[Part] = match &self.0 {
            Form::Fixed(_) => &[],
            Form::Varying(parts, _) => parts,
        };
        parts.iter().filter_map(|part| match part {
            Part::Glyph(_) => None,
            Part::Variable(variable) => Some(variable),
        })
    }

    /// The most steps that [`Self::compare`] takes in this request.
    pub(crate) fn effort(&self, context: &dyn Context) -> Effort {
        match &self.0 {
            Form::Fixed(pattern) => pattern.effort(),
            Form::Varying(parts, case) => match resolve(parts, *case, context) {
                Ok((pattern, _)) => {
                    let effort = pattern.effort();
                    // It is put together anew for each comparison.
                    Effort {
                        fixed: effort.fixed.saturating_mul(2).saturating_add(parts.len() as u64),
                        ..effort
                    }
                }
                Err(NoValue) => Effort {
                    fixed: parts.len() as u64,
                    for_each_byte: 0,
                },
            },
        }
    }

    /// How `text` compares with it in this request.
    pub(crate) fn compare(&self, text: &str, context: &dyn Context) -> Likeness {
        match &self.0 {
            Form::Fixed(pattern) => likeness(pattern.matches(text), true),
            Form::Varying(parts, case) => match resolve(parts, *case, context) {
                Ok((pattern, known)) => likeness(pattern.matches(text), known),
                Err(NoValue) => Likeness::Unresolvable,
            },
        }
    }
}

fn likeness(matches: bool, known: bool) -> Likeness {
    match (matches, known) {
        (true, true) => Likeness::Same,
        (false, true) => Likeness::Different,
        (possible, false) => Likeness::Open { possible },
    }
}

/// The pattern with its variables put in, and whether all of them were known. One that is not could be
/// anything, so it is as good as `*`.
fn resolve(parts: &[Part], case: Case, context: &dyn Context) -> Result<(Pattern, bool), NoValue> {
    let mut known = true;
    let mut glyphs = Vec::new();
    for part in parts {
        match part {
            Part::Glyph(glyph) => glyphs.push(*glyph),
            Part::Variable(variable) => match variable.value(context)? {
                Some(value) => glyphs.extend(value.chars().map(Glyph::Exactly)),
                None => {
                    known = false;
                    glyphs.push(Glyph::AnyMany);
                }
            },
        }
    }
    Ok((Pattern::new(glyphs, case), known))
}

impl Variable {
    fn is_without_value(&self, context: &dyn Context) -> Truth {
        match context.values(&self.key) {
            Values::Absent | Values::Many(_) => self.default.is_none().into(),
            Values::Unknown if self.default.is_none() => Truth::Unknown,
            Values::Unknown | Values::One(_) => Truth::False,
        }
    }

    /// Its value; `None` if that is not known yet. A multivalued key has none: AWS does not take such keys as
    /// variables.
    fn value<'v>(&'v self, context: &'v dyn Context) -> Result<Option<Cow<'v, str>>, NoValue> {
        match context.values(&self.key) {
            Values::Unknown => Ok(None),
            Values::One(value) => Ok(Some(Cow::Owned(value.text().into_owned()))),
            Values::Absent | Values::Many(_) => match &self.default {
                Some(default) => Ok(Some(Cow::Borrowed(default))),
                None => Err(NoValue),
            },
        }
    }
}

fn glyphs(text: &str, wildcards: bool) -> impl Iterator<Item = Glyph> {
    wild(text).zip(text.chars()).map(move |(glyph, character)| {
        if wildcards {
            glyph
        } else {
            Glyph::Exactly(character)
        }
    })
}

fn parts(text: &str, wildcards: bool) -> Result<Vec<Part>, Fault> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        parts.extend(glyphs(before, wildcards).map(Part::Glyph));
        let Some(end) = end_of_variable(after) else {
            return Err(Fault::Variable {
                got: format!("${{{after}"),
                why: "it is not closed by `}`; write `${$}` for a dollar sign",
            });
        };
        parts.push(part(&after[..end])?);
        rest = &after[end + 1..];
    }
    parts.extend(glyphs(rest, wildcards).map(Part::Glyph));
    Ok(parts)
}

/// Where the `}` stands, not counting those within a quoted default.
fn end_of_variable(text: &str) -> Option<usize> {
    let mut quoted = false;
    text.char_indices().find_map(|(at, character)| {
        quoted ^= character == '\'';
        (character == '}' && !quoted).then_some(at)
    })
}

/// What stands between `${` and `}`.
fn part(inside: &str) -> Result<Part, Fault> {
    let refused = |why| Fault::Variable {
        got: format!("${{{inside}}}"),
        why,
    };
    if let "*" | "?" | "$" = inside {
        return Ok(Part::Glyph(Glyph::Exactly(inside.chars().next().unwrap_or('$'))));
    }
    let (name, default) = match inside.split_once(',') {
        Some((name, default)) => {
            let default = default.trim();
            let quoted = default
                .strip_prefix('\'')
                .and_then(|rest| rest.strip_suffix('\''));
            let quoted = quoted.ok_or(refused(
                "the default value must stand in single quotes: `${key, 'value'}`",
            ));
            (name, Some(quoted?.into()))
        }
        None => (inside, None),
    };
    let key = ConditionKey::parse(name.trim()).ok_or(refused(
        "a variable is a condition key with its prefix, such as `${aws:username}`",
    ))?;
    Ok(Part::Variable(Variable { key, default }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ContextEntries;

    const WILD: Reading = Reading {
        variables: true,
        wildcards: true,
        case: Case::Exact,
    };

    fn compare(template: &str, text: &str, context: &ContextEntries) -> Likeness {
        Template::read(template, WILD)
            .expect("a template")
            .compare(text, context)
    }

    proptest! {
        #[test]
        fn a_variable_puts_in_its_value_and_nothing_else(
            before in "[a-z*?]{0,4}", value in "[a-z*?$\\{\\}']{0,6}", after in "[a-z*?]{0,4}", text in "[a-z*?]{0,12}",
        ) {
            let context = ContextEntries::default().one("aws:username", value.clone());

            let by_variable = compare(&format!("{before}${{aws:username}}{after}"), &text, &context);
            let by_hand = compare(&format!("{before}{}{after}", escape(&value)), &text, &context);

            prop_assert_eq!(by_variable, by_hand);
            let itself = format!("{before}{value}{after}");
            prop_assert_eq!(compare(&format!("{before}${{aws:username}}{after}"), &itself, &context), Likeness::Same);
        }

        #[test]
        fn any_text_is_a_template_or_is_refused(text in "[a:${}', *?]{0,16}") {
            let _ = Template::read(&text, WILD);
        }
    }

    /// The text with what means something in it written as AWS's escapes.
    fn escape(text: &str) -> String {
        text.chars()
            .map(|character| match character {
                '*' | '?' | '$' => format!("${{{character}}}"),
                other => other.to_string(),
            })
            .collect()
    }

    #[test]
    fn a_default_stands_in_for_an_absent_key() {
        let nobody = ContextEntries::default();

        assert_eq!(
            compare("${aws:username, 'no }body'}/x", "no }body/x", &nobody),
            Likeness::Same
        );
        assert_eq!(
            compare("${aws:username}/x", "/x", &nobody),
            Likeness::Unresolvable
        );
    }

    #[test]
    fn an_unknown_variable_leaves_open_only_what_it_could_change() {
        let context = ContextEntries::default().unknown("aws:username");

        assert_eq!(
            compare("user/${aws:username}", "user/ana", &context),
            Likeness::Open { possible: true }
        );
        assert_eq!(
            compare("user/${aws:username}", "role/ana", &context),
            Likeness::Open { possible: false }
        );
    }
}
