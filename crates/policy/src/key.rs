//! Names of condition keys.

use std::fmt;

/// The name of a key in the request context, as a policy writes it: `aws:SourceIp`, `aws:ResourceTag/Team`.
///
/// Names ignore case, and so do tag keys within them. Two keys are equal if they name the same.
/// Source: IAM User Guide, "IAM JSON policy elements: Condition" and "AWS global condition context keys",
/// `aws:ResourceTag/tag-key` (read November 2026).
#[derive(Clone, Debug)]
pub struct ConditionKey {
    text: Box<str>,
    folded: Box<str>,
    slash: Option<usize>,
}

impl ConditionKey {
    /// Reads a name; `None` unless it is a service prefix, a colon and more.
    pub fn parse(text: &str) -> Option<Self> {
        let (prefix, name) = text.split_once(':')?;
        if prefix.is_empty() || name.is_empty() || prefix.contains('/') {
            return None;
        }
        Some(Self {
            text: text.into(),
            folded: text.to_ascii_lowercase().into(),
            slash: text.find('/'),
        })
    }

    /// The name up to the slash, in lower case: `aws:resourcetag`. This is what to look it up by.
    pub fn name(&self) -> &str {
        &self.folded[..self.slash.unwrap_or(self.folded.len())]
    }

    /// What follows the slash, as written: a tag key, to be compared without regard to case.
    pub fn tag(&self) -> Option<&str> {
        self.slash.map(|slash| &self.text[slash + 1..])
    }

    /// The whole in lower case.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// As written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl PartialEq for ConditionKey {
    fn eq(&self, other: &Self) -> bool {
        self.folded == other.folded
    }
}

impl Eq for ConditionKey {}

impl fmt::Display for ConditionKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}
