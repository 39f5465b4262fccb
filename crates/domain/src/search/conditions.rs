//! What a search asks of the index of terms.

use roster_model::shapes::{StringComparisonType, StringCondition, TagCondition};

use super::texts::comparison;
use crate::id::Id;
use crate::key::{Key, escaped};
use crate::records::{TAG, folded};

/// What a record must meet, as far as an index of terms shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// All of these.
    All(Vec<Self>),
    /// One of these.
    Any(Vec<Self>),
    /// It has a term.
    Term(Term),
    /// Something that no entry shows.
    Unindexed,
}

/// Terms of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// What the value follows in the index: the field, and for a tag its key.
    path: Vec<String>,
    value: String,
    comparison: Comparison,
}

/// How a value is compared with the one that is searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// They are equal.
    Exact,
    /// It starts with the other.
    StartsWith,
    /// It contains the other.
    Contains,
}

impl Condition {
    /// What no record meets.
    pub(super) const NOTHING: Self = Self::Any(Vec::new());

    pub(super) fn all(conditions: impl IntoIterator<Item = Self>) -> Self {
        let mut conditions: Vec<_> = conditions.into_iter().collect();
        match conditions.len() {
            1 => conditions.remove(0),
            _ => Self::All(conditions),
        }
    }

    /// That a field has a text, by its name in entries.
    pub(super) fn text(field: &str, condition: &StringCondition) -> Self {
        Self::Term(Term {
            path: vec![field.to_owned()],
            value: folded(condition.value.as_deref().unwrap_or_default()).into_owned(),
            comparison: match comparison(condition) {
                StringComparisonType::Exact => Comparison::Exact,
                StringComparisonType::StartsWith => Comparison::StartsWith,
                StringComparisonType::Contains => Comparison::Contains,
            },
        })
    }
}

impl Condition {
    /// That a resource has a tag.
    pub(super) fn tag(condition: &TagCondition) -> Self {
        let TagCondition { tag_key, tag_value } = condition;
        // Entries are in the order of keys.
        if tag_key.is_none() && tag_value.is_some() {
            return Self::Unindexed;
        }
        let path = [TAG.to_owned()].into_iter().chain(tag_key.clone());
        Self::Term(Term::new(path.collect(), tag_value.clone()))
    }

    /// That a resource has all of these tags.
    pub(super) fn tags(conditions: &[TagCondition]) -> Self {
        Self::all(conditions.iter().map(Self::tag))
    }
}

impl Term {
    /// A term of a field, or of a part of it, with exactly a value, or with any.
    pub(super) fn new(path: Vec<String>, value: Option<String>) -> Self {
        let comparison = match value {
            Some(_) => Comparison::Exact,
            None => Comparison::StartsWith,
        };
        Self {
            path,
            value: value.unwrap_or_default(),
            comparison,
        }
    }

    /// How the values are compared.
    pub const fn comparison(&self) -> Comparison {
        self.comparison
    }

    /// What the entries start with among which those of an instance's records with the term are: all of these, unless
    /// the comparison is [`Comparison::Contains`].
    pub fn prefix(&self, instance_id: &Id) -> Key {
        let start = Key::new().id(instance_id);
        let path = self.path.iter().fold(start, |key, part| key.text(part));
        match self.comparison {
            Comparison::Exact => path.text(&self.value),
            Comparison::StartsWith => path.start_of_text(&self.value),
            Comparison::Contains => path,
        }
    }

    /// Bytes that every entry with the term contains.
    pub fn contained(&self) -> Option<Vec<u8>> {
        match self.comparison {
            Comparison::Exact | Comparison::StartsWith => None,
            Comparison::Contains => Some(escaped(&self.value).into_owned()),
        }
    }

    /// Whether an entry below the prefix has the term.
    pub fn is_in(&self, entry: &Key) -> bool {
        let Some(sought) = self.contained() else {
            return true;
        };
        // Behind the instance and the path.
        let value = entry.parts().nth(1 + self.path.len());
        value.is_some_and(|value| sought.is_empty() || value.windows(sought.len()).any(|part| part == sought))
    }
}
