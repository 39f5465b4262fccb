//! ARNs compared part by part, as the `Arn…` operators do.
//!
//! Source: IAM User Guide, "IAM JSON policy elements: Condition operators", Amazon Resource Name (ARN)
//! condition operators (read November 2026).

use crate::ConditionKey;
use crate::Context;
use crate::effort::Effort;
use crate::error::Fault;
use crate::pattern::Case;
use crate::template::{Likeness, Reading, Template};
use crate::truth::Truth;

const PARTS: usize = 6;

/// A pattern for ARNs: six parts, each with wildcards and variables of its own, or one that stands for all.
#[derive(Clone, Debug)]
pub(crate) struct ArnTemplate(Box<[Template]>);

impl ArnTemplate {
    pub(crate) fn read(text: &str, variables: bool) -> Result<Self, Fault> {
        let reading = Reading {
            variables,
            wildcards: true,
            case: Case::Exact,
        };
        let parts = split(text, variables);
        let whole = [text];
        let refused = |wanted| {
            Err(Fault::Value {
                got: text.to_owned(),
                wanted,
            })
        };
        let parts = match parts.len() {
            PARTS if has_capitals(&parts) => {
                return refused(
                    "an ARN with partition, service and Region in small letters, as every ARN has them",
                );
            }
            PARTS => parts.as_slice(),
            _ if text == "*" || (variables && text.starts_with("${")) => &whole,
            _ => {
                return refused("an ARN, which has six parts between colons, each with wildcards if need be");
            }
        };
        parts
            .iter()
            .map(|part| Template::read(part, reading))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// How `text` compares with it in this request.
    pub(crate) fn compare(&self, text: &str, context: &dyn Context) -> Likeness {
        if text.splitn(PARTS, ':').count() < PARTS {
            return Likeness::Different;
        }
        if let [whole] = &*self.0 {
            return whole.compare(text, context);
        }
        let parts = self.0.iter().zip(text.splitn(PARTS, ':'));
        parts
            .map(|(template, part)| template.compare(part, context))
            .fold(Likeness::Same, Likeness::and)
    }

    /// The keys of the variables in it.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &ConditionKey> {
        self.0.iter().flat_map(Template::keys)
    }

    /// Whether a variable in it has neither a value nor a default.
    pub(crate) fn is_unresolvable(&self, context: &dyn Context) -> Truth {
        Truth::any(self.0.iter().map(|template| template.is_unresolvable(context)))
    }

    /// The most steps that [`Self::compare`] takes in this request.
    pub(crate) fn effort(&self, context: &dyn Context) -> Effort {
        self.0.iter().map(|template| template.effort(context)).sum()
    }
}

/// A pattern for what is acted on.
#[derive(Clone, Debug)]
pub(crate) struct ResourceTemplate {
    /// As the policy writes it.
    pub(crate) text: Box<str>,
    form: ResourceForm,
}

#[derive(Clone, Debug)]
enum ResourceForm {
    Whole(Template),
    /// Of one with a variable before the fifth colon: what the variable puts in must not reach beyond its part.
    Parts(ArnTemplate),
}

impl ResourceTemplate {
    /// Reads one that is known to be of the form of a resource.
    pub(crate) fn read(text: &str, variables: bool) -> Result<Self, Fault> {
        let parts = split(text, variables);
        let varies = |part: &&str| variables && part.contains("${");
        let form = if parts.iter().take(PARTS - 1).any(varies) {
            ResourceForm::Parts(ArnTemplate::read(text, variables)?)
        } else {
            let reading = Reading {
                variables,
                wildcards: true,
                case: Case::Exact,
            };
            ResourceForm::Whole(Template::read(text, reading)?)
        };
        Ok(Self {
            text: text.into(),
            form,
        })
    }

    /// How `resource` compares with it in this request.
    pub(crate) fn compare(&self, resource: &str, context: &dyn Context) -> Likeness {
        match &self.form {
            ResourceForm::Whole(template) => template.compare(resource, context),
            ResourceForm::Parts(parts) => parts.compare(resource, context),
        }
    }

    /// The keys of the variables in it.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &ConditionKey> {
        let (whole, parts) = match &self.form {
            ResourceForm::Whole(template) => (Some(template), None),
            ResourceForm::Parts(parts) => (None, Some(parts)),
        };
        let whole = whole.into_iter().flat_map(Template::keys);
        whole.chain(parts.into_iter().flat_map(ArnTemplate::keys))
    }

    /// Whether a variable in it has neither a value nor a default.
    pub(crate) fn is_unresolvable(&self, context: &dyn Context) -> Truth {
        match &self.form {
            ResourceForm::Whole(template) => template.is_unresolvable(context),
            ResourceForm::Parts(parts) => parts.is_unresolvable(context),
        }
    }

    /// The most steps that [`Self::compare`] takes in this request.
    pub(crate) fn effort(&self, context: &dyn Context) -> Effort {
        match &self.form {
            ResourceForm::Whole(template) => template.effort(context),
            ResourceForm::Parts(parts) => parts.effort(context),
        }
    }
}

/// Whether `arn`, partition, service or Region have capital letters: then no ARN ever matches.
pub(crate) fn has_capitals(parts: &[&str]) -> bool {
    let mut head = parts.iter().take(4).filter(|part| !part.contains("${"));
    head.any(|part| part.contains(|letter: char| letter.is_ascii_uppercase()))
}

/// Cuts an ARN at its first five colons, not counting those of variables' names.
pub(crate) fn split(text: &str, variables: bool) -> Vec<&str> {
    let mut parts = Vec::with_capacity(PARTS);
    let mut start = 0;
    let mut within = false;
    for (at, character) in text.char_indices() {
        match character {
            '{' if variables && text[..at].ends_with('$') => within = true,
            '}' => within = false,
            ':' if !within && parts.len() < PARTS - 1 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}
