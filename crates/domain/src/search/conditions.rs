//! What a search asks of the index of terms.

use roster_model::ops::connect::users::{
    AttributeAndCondition, ControlPlaneUserAttributeFilter, HierarchyGroupCondition, ListCondition,
    UserSearchCriteria, UserSearchFilter,
};
use roster_model::shapes::{ControlPlaneTagFilter, StringComparisonType, StringCondition, TagCondition};

use super::texts::comparison;
use super::users::{PROFICIENCY_NAME, PROFICIENCY_VALUE, field, group_field};
use crate::id::Id;
use crate::key::{Key, escaped};
use crate::records::{UserField, folded};

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

impl Term {
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

/// What users must meet for criteria and a filter. Whether a user does is for [`meets`](super::users::meets) and
/// [`passes`](super::users::passes) to say; all who do meet these conditions.
pub fn conditions(criteria: Option<&UserSearchCriteria>, filter: Option<&UserSearchFilter>) -> Condition {
    let criteria = criteria.map(of_criteria);
    let filter = filter.map(of_filter);
    Condition::all(criteria.into_iter().chain(filter))
}

fn of_criteria(criteria: &UserSearchCriteria) -> Condition {
    let UserSearchCriteria {
        or_conditions,
        and_conditions,
        string_condition,
        list_condition,
        hierarchy_group_condition,
    } = criteria;
    let any = or_conditions
        .iter()
        .map(|any| Condition::Any(any.iter().map(of_criteria).collect()));
    let all = and_conditions.iter().flat_map(|all| all.iter()).map(of_criteria);
    let text = string_condition.iter().map(of_text);
    let group = hierarchy_group_condition.iter().map(of_group);
    let list = list_condition.iter().map(of_proficiency);
    Condition::all(any.chain(all).chain(text).chain(group).chain(list))
}

fn of_text(condition: &StringCondition) -> Condition {
    field(condition).map_or(Condition::NOTHING, |field| {
        Condition::text(field.code(), condition)
    })
}

/// The terms of a proficiency, as far as conditions say exactly which it is. Its level is in no entry.
fn of_proficiency(list: &ListCondition) -> Condition {
    let conditions = list.conditions.iter().flat_map(|conditions| conditions.iter());
    let exact = |wanted: &str| {
        let mut texts = conditions
            .clone()
            .filter_map(|condition| condition.string_condition.as_ref());
        let text = texts.find(|text| {
            text.field_name.as_deref() == Some(wanted) && comparison(text) == StringComparisonType::Exact
        })?;
        Some(folded(text.value.as_deref().unwrap_or_default()).into_owned())
    };
    let field = UserField::Proficiency.code().to_owned();
    let (name, value) = (exact(PROFICIENCY_NAME), exact(PROFICIENCY_VALUE));
    let (path, value, comparison) = match (name, value) {
        (Some(name), Some(value)) => (vec![field, name], value, Comparison::Exact),
        (Some(name), None) => (vec![field, name], String::new(), Comparison::StartsWith),
        (None, _) => return Condition::Unindexed,
    };
    let term = Condition::Term(Term {
        path,
        value,
        comparison,
    });
    Condition::All(vec![term, Condition::Unindexed])
}

fn of_group(condition: &HierarchyGroupCondition) -> Condition {
    let Some(group) = &condition.value else {
        return Condition::NOTHING;
    };
    Condition::Term(Term {
        path: vec![group_field(condition).code().to_owned()],
        value: group.clone(),
        comparison: Comparison::Exact,
    })
}

fn of_tag(condition: &TagCondition) -> Condition {
    let tag = UserField::Tag.code().to_owned();
    let (path, value, comparison) = match (&condition.tag_key, &condition.tag_value) {
        (Some(key), Some(value)) => (vec![tag, key.clone()], value.clone(), Comparison::Exact),
        (Some(key), None) => (vec![tag, key.clone()], String::new(), Comparison::StartsWith),
        (None, None) => (vec![tag], String::new(), Comparison::StartsWith),
        // Entries are in the order of keys.
        (None, Some(_)) => return Condition::Unindexed,
    };
    Condition::Term(Term {
        path,
        value,
        comparison,
    })
}

fn of_tags<'t>(conditions: impl IntoIterator<Item = &'t TagCondition>) -> Condition {
    Condition::all(conditions.into_iter().map(of_tag))
}

fn of_filter(filter: &UserSearchFilter) -> Condition {
    let tags = filter.tag_filter.iter().map(of_tag_filter);
    let attributes = filter.user_attribute_filter.iter().map(of_attribute_filter);
    Condition::all(tags.chain(attributes))
}

fn of_tag_filter(filter: &ControlPlaneTagFilter) -> Condition {
    let any = filter
        .or_conditions
        .iter()
        .map(|any| Condition::Any(any.iter().map(|tags| of_tags(tags.iter())).collect()));
    let all = filter.and_conditions.iter().map(|tags| of_tags(tags.iter()));
    Condition::all(any.chain(all).chain(filter.tag_condition.iter().map(of_tag)))
}

fn of_attribute_filter(filter: &ControlPlaneUserAttributeFilter) -> Condition {
    let any = filter
        .or_conditions
        .iter()
        .map(|any| Condition::Any(any.iter().map(of_attributes).collect()));
    let all = filter.and_condition.iter().map(of_attributes);
    let tag = filter.tag_condition.iter().map(of_tag);
    let group = filter.hierarchy_group_condition.iter().map(of_group);
    Condition::all(any.chain(all).chain(tag).chain(group))
}

fn of_attributes(condition: &AttributeAndCondition) -> Condition {
    let tags = condition.tag_conditions.iter().map(|tags| of_tags(tags.iter()));
    let group = condition.hierarchy_group_condition.iter().map(of_group);
    Condition::all(tags.chain(group))
}
