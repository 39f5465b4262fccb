//! ARNs compared part by part, as the `Arn…` operators do.
//!
//! Source: IAM User Guide, "IAM JSON policy elements: Condition operators", Amazon Resource Name (ARN)
//! condition operators (read November 2026).

use crate::ConditionKey;
use crate::Context;
use crate::error::Fault;
use crate::pattern::Case;
use crate::template::{Likeness, Reading, Template};

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
        let parts = match parts.len() {
            PARTS => parts.as_slice(),
            _ if text == "*" || (variables && text.starts_with("${")) => &whole,
            _ => {
                return Err(Fault::Value {
                    got: text.to_owned(),
                    wanted: "an ARN, which has six parts between colons, each with wildcards if need be",
                });
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
