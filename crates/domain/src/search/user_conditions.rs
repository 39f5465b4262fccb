//! What a search of users asks of the index of terms.

use roster_model::ops::connect::users::{
    AttributeAndCondition, ControlPlaneUserAttributeFilter, HierarchyGroupCondition, ListCondition,
    UserSearchCriteria, UserSearchFilter,
};
use roster_model::shapes::{StringComparisonType, StringCondition};

use super::conditions::{Condition, Term};
use super::criteria;
use super::filters::Filter;
use super::texts::comparison;
use super::users::{PROFICIENCY_NAME, PROFICIENCY_VALUE, field, group_field};
use crate::records::{UserField, folded};

/// What users must meet for criteria and a filter. Whether a user does is for [`meets`](super::users::meets) and
/// [`passes`](super::users::passes) to say; all who do meet these conditions.
pub fn conditions(criteria: Option<&UserSearchCriteria>, filter: Option<&UserSearchFilter>) -> Condition {
    let criteria = criteria.map(|criteria| criteria::condition(criteria, &of_criteria));
    let filter = filter.map(of_filter);
    Condition::all(criteria.into_iter().chain(filter))
}

/// What stands directly in criteria.
fn of_criteria(criteria: &UserSearchCriteria) -> Vec<Condition> {
    let text = criteria.string_condition.iter().map(of_text);
    let group = criteria.hierarchy_group_condition.iter().map(of_group);
    let list = criteria.list_condition.iter().map(of_proficiency);
    text.chain(group).chain(list).collect()
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
    let Some(name) = exact(PROFICIENCY_NAME) else {
        return Condition::Unindexed;
    };
    let path = vec![UserField::Proficiency.code().to_owned(), name];
    let term = Condition::Term(Term::new(path, exact(PROFICIENCY_VALUE)));
    Condition::All(vec![term, Condition::Unindexed])
}

fn of_group(condition: &HierarchyGroupCondition) -> Condition {
    let Some(group) = &condition.value else {
        return Condition::NOTHING;
    };
    let path = vec![group_field(condition).code().to_owned()];
    Condition::Term(Term::new(path, Some(group.clone())))
}

fn of_filter(filter: &UserSearchFilter) -> Condition {
    let tags = filter.tag_filter.iter().map(Filter::condition);
    let attributes = filter.user_attribute_filter.iter().map(of_attribute_filter);
    Condition::all(tags.chain(attributes))
}

fn of_attribute_filter(filter: &ControlPlaneUserAttributeFilter) -> Condition {
    let any = filter
        .or_conditions
        .iter()
        .map(|any| Condition::Any(any.iter().map(of_attributes).collect()));
    let all = filter.and_condition.iter().map(of_attributes);
    let tag = filter.tag_condition.iter().map(Condition::tag);
    let group = filter.hierarchy_group_condition.iter().map(of_group);
    Condition::all(any.chain(all).chain(tag).chain(group))
}

fn of_attributes(condition: &AttributeAndCondition) -> Condition {
    let tags = condition.tag_conditions.iter().map(|tags| Condition::tags(tags));
    let group = condition.hierarchy_group_condition.iter().map(of_group);
    Condition::all(tags.chain(group))
}
