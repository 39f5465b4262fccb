//! Which users a search finds. Source: the API reference on `SearchUsers`; that case does not count is
//! assumed.

use roster_model::ops::connect::users::{
    AttributeAndCondition, ControlPlaneTagFilter, ControlPlaneUserAttributeFilter, HierarchyGroupCondition,
    StringComparisonType, StringCondition, TagCondition, UserSearchCriteria, UserSearchFilter,
};

use crate::records::{User, UserField, folded};
use crate::rules::{Breach, Fault};

mod conditions;
#[cfg(test)]
mod tests;

pub use conditions::{Comparison, Condition, Term, conditions};

/// The fields that a text can be searched in.
const FIELDS: [&str; UserField::OF_TEXT.len()] = {
    let mut names = [""; UserField::OF_TEXT.len()];
    let mut place = 0;
    while place < names.len() {
        names[place] = UserField::OF_TEXT[place].0;
        place += 1;
    }
    names
};

/// How many conditions a search may have, and how deep they may stand within each other. Each user is compared
/// with each condition. AWS documents no limit.
const CONDITIONS: usize = 100;
const DEPTH: usize = 10;
/// How long a text may be that is searched for, in characters: longer than any field. AWS documents 25 for some.
const TEXT: usize = 512;

/// What is wrong with a search.
pub fn breaches(criteria: Option<&UserSearchCriteria>, filter: Option<&UserSearchFilter>) -> Vec<Breach> {
    let mut breaches = excesses(criteria, filter);
    if criteria.is_some_and(names_unknown_field) {
        breaches.push(Breach {
            member: "SearchCriteria.StringCondition.FieldName",
            fault: Fault::NotOneOf { values: &FIELDS },
        });
    }
    if filter.is_some_and(|filter| filter.tag_filter.is_some() && filter.user_attribute_filter.is_some()) {
        breaches.push(Breach {
            member: "SearchFilter.TagFilter",
            fault: Fault::Twice {
                other: "SearchFilter.UserAttributeFilter",
            },
        });
    }
    breaches
}

/// What there is too much of.
fn excesses(criteria: Option<&UserSearchCriteria>, filter: Option<&UserSearchFilter>) -> Vec<Breach> {
    let extent = criteria.map(extent).unwrap_or_default();
    let tags = filter.map(tags).unwrap_or_default();
    let text = |condition: &Option<String>| condition.as_ref().map_or(0, |text| text.chars().count());
    let longest_tag = tags
        .iter()
        .map(|tag| text(&tag.tag_key).max(text(&tag.tag_value)))
        .max();
    let too_many = |member, actual| {
        let fault = Fault::TooManyConditions {
            max: CONDITIONS,
            actual,
        };
        (actual > CONDITIONS).then_some(Breach { member, fault })
    };
    let too_long = |member, actual| {
        let fault = Fault::TooLong { max: TEXT, actual };
        (actual > TEXT).then_some(Breach { member, fault })
    };
    let too_deep = (extent.depth > DEPTH).then_some(Breach {
        member: "SearchCriteria",
        fault: Fault::TooDeep { max: DEPTH },
    });
    let excesses = [
        too_many("SearchCriteria", extent.conditions),
        too_deep,
        too_long("SearchCriteria.StringCondition.Value", extent.longest_text),
        too_many("SearchFilter", tags.len()),
        too_long("SearchFilter.TagFilter.TagCondition", longest_tag.unwrap_or(0)),
    ];
    excesses.into_iter().flatten().collect()
}

/// How much criteria are.
#[derive(Clone, Copy, Default)]
struct Extent {
    conditions: usize,
    depth: usize,
    longest_text: usize,
}

fn extent(criteria: &UserSearchCriteria) -> Extent {
    let text = criteria
        .string_condition
        .as_ref()
        .and_then(|condition| condition.value.as_ref());
    let items = criteria
        .list_condition
        .as_ref()
        .and_then(|list| list.conditions.as_ref());
    let own = Extent {
        conditions: 1 + items.map_or(0, |items| items.len()),
        depth: 1,
        longest_text: text.map_or(0, |text| text.chars().count()),
    };
    children(criteria).map(extent).fold(own, |sum, child| Extent {
        conditions: sum.conditions + child.conditions,
        depth: sum.depth.max(child.depth + 1),
        longest_text: sum.longest_text.max(child.longest_text),
    })
}

/// The criteria within criteria.
fn children(criteria: &UserSearchCriteria) -> impl Iterator<Item = &UserSearchCriteria> {
    let lists = [&criteria.or_conditions, &criteria.and_conditions];
    lists.into_iter().flatten().flat_map(|list| list.iter())
}

/// Every condition on a tag in a filter.
fn tags(filter: &UserSearchFilter) -> Vec<&TagCondition> {
    let mut tags = Vec::new();
    if let Some(filter) = &filter.tag_filter {
        tags.extend(
            filter
                .or_conditions
                .iter()
                .flat_map(|any| any.iter())
                .flat_map(|all| all.iter()),
        );
        tags.extend(filter.and_conditions.iter().flat_map(|all| all.iter()));
        tags.extend(&filter.tag_condition);
    }
    if let Some(filter) = &filter.user_attribute_filter {
        let all = filter
            .or_conditions
            .iter()
            .flat_map(|any| any.iter())
            .chain(&filter.and_condition);
        tags.extend(all.flat_map(|all| &all.tag_conditions).flat_map(|all| all.iter()));
        tags.extend(&filter.tag_condition);
    }
    tags
}

fn names_unknown_field(criteria: &UserSearchCriteria) -> bool {
    let field = criteria
        .string_condition
        .as_ref()
        .and_then(|condition| condition.field_name.as_deref());
    field.is_some_and(|field| !FIELDS.contains(&field)) || children(criteria).any(names_unknown_field)
}

/// Whether a user meets the criteria: all that are there.
pub fn meets(user: &User, criteria: &UserSearchCriteria) -> bool {
    let UserSearchCriteria {
        or_conditions,
        and_conditions,
        string_condition,
        list_condition,
        hierarchy_group_condition,
    } = criteria;
    or_conditions.as_ref().is_none_or(|any| any.iter().any(|criteria| meets(user, criteria)))
        && and_conditions.as_ref().is_none_or(|all| all.iter().all(|criteria| meets(user, criteria)))
        && string_condition.as_ref().is_none_or(|condition| has_text(user, condition))
        // No operation assigns proficiencies yet, so a condition on one is never met.
        && list_condition.is_none()
        && hierarchy_group_condition.as_ref().is_none_or(|condition| is_in_group(user, condition))
}

/// Whether a user passes a filter.
pub fn passes(user: &User, filter: &UserSearchFilter) -> bool {
    filter
        .tag_filter
        .as_ref()
        .is_none_or(|filter| has_tags(user, filter))
        && filter
            .user_attribute_filter
            .as_ref()
            .is_none_or(|filter| has_attributes(user, filter))
}

fn has_text(user: &User, condition: &StringCondition) -> bool {
    let wanted = folded(condition.value.as_deref().unwrap_or_default());
    let holds = |text: &str| {
        let text = folded(text);
        match comparison(condition) {
            StringComparisonType::StartsWith => text.starts_with(&*wanted),
            StringComparisonType::Contains => text.contains(&*wanted),
            StringComparisonType::Exact => text == wanted,
        }
    };
    let texts = field(condition).map(|field| field.texts(user));
    texts.is_some_and(|texts| texts.into_iter().any(holds))
}

fn field(condition: &StringCondition) -> Option<UserField> {
    let name = condition.field_name.as_deref()?;
    let mut fields = UserField::OF_TEXT.iter();
    fields.find_map(|(other, field)| (*other == name).then_some(*field))
}

fn comparison(condition: &StringCondition) -> StringComparisonType {
    condition.comparison_type.unwrap_or(StringComparisonType::Exact)
}

/// Whether a user is in a group. No operation puts a group below another yet.
fn is_in_group(user: &User, condition: &HierarchyGroupCondition) -> bool {
    let group = user.hierarchy_group_id.as_ref().map(crate::Id::as_str);
    group.is_some() && group == condition.value.as_deref()
}

fn has_tag(user: &User, condition: &TagCondition) -> bool {
    let mut tags = user.tags.iter().flat_map(|tags| tags.iter());
    tags.any(|(key, value)| {
        condition.tag_key.as_ref().is_none_or(|wanted| *wanted == **key)
            && condition
                .tag_value
                .as_ref()
                .is_none_or(|wanted| *wanted == **value)
    })
}

fn has_tags(user: &User, filter: &ControlPlaneTagFilter) -> bool {
    let all = |conditions: &[TagCondition]| conditions.iter().all(|condition| has_tag(user, condition));
    filter
        .or_conditions
        .as_ref()
        .is_none_or(|any| any.iter().any(|conditions| all(conditions)))
        && filter
            .and_conditions
            .as_ref()
            .is_none_or(|conditions| all(conditions))
        && filter
            .tag_condition
            .as_ref()
            .is_none_or(|condition| has_tag(user, condition))
}

fn has_attributes(user: &User, filter: &ControlPlaneUserAttributeFilter) -> bool {
    let all = |condition: &AttributeAndCondition| {
        let tags = condition.tag_conditions.as_ref();
        let group = condition.hierarchy_group_condition.as_ref();
        tags.is_none_or(|tags| tags.iter().all(|tag| has_tag(user, tag)))
            && group.is_none_or(|group| is_in_group(user, group))
    };
    filter
        .or_conditions
        .as_ref()
        .is_none_or(|any| any.iter().any(all))
        && filter.and_condition.as_ref().is_none_or(all)
        && filter
            .tag_condition
            .as_ref()
            .is_none_or(|condition| has_tag(user, condition))
        && filter
            .hierarchy_group_condition
            .as_ref()
            .is_none_or(|group| is_in_group(user, group))
}
