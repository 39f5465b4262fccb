//! Which users a search finds. Source: the API reference on `SearchUsers`; that case does not count is
//! assumed.

use roster_model::ops::connect::users::{
    AttributeAndCondition, ControlPlaneUserAttributeFilter, HierarchyGroupCondition, HierarchyGroupMatchType,
    ListCondition, NullableProficiencyLimitValue, NumberComparisonType, NumberCondition, UserProficiency,
    UserSearchCriteria, UserSearchFilter,
};
use roster_model::shapes::{StringCondition, TagCondition};

use super::criteria::{self, Criteria};
use super::filters::{Filter, has_all, has_tag};
use super::texts::has_text;
use crate::records::{User, UserField};
use crate::rules::{Breach, Fault};

pub use super::user_conditions::conditions;

/// The fields that a text can be searched in.
pub(super) const FIELDS: [&str; UserField::OF_TEXT.len()] = {
    let mut names = [""; UserField::OF_TEXT.len()];
    let mut place = 0;
    while place < names.len() {
        names[place] = UserField::OF_TEXT[place].0;
        place += 1;
    }
    names
};

/// The fields of a proficiency that a text can be searched in.
pub(super) const PROFICIENCY_NAME: &str = "name";
pub(super) const PROFICIENCY_VALUE: &str = "value";

impl Criteria for UserSearchCriteria {
    fn any(&self) -> Option<&[Self]> {
        self.or_conditions.as_ref().map(|list| &list[..])
    }

    fn all(&self) -> Option<&[Self]> {
        self.and_conditions.as_ref().map(|list| &list[..])
    }

    fn text(&self) -> Option<&StringCondition> {
        self.string_condition.as_ref()
    }

    fn others(&self) -> usize {
        let items = self
            .list_condition
            .as_ref()
            .and_then(|list| list.conditions.as_ref());
        items.map_or(0, |items| items.len())
    }
}

/// What is wrong with a search.
pub fn breaches(criteria: Option<&UserSearchCriteria>, filter: Option<&UserSearchFilter>) -> Vec<Breach> {
    let tags = filter.map(tags).unwrap_or_default();
    let mut breaches = criteria::breaches(criteria, &tags, &FIELDS);
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

/// Every condition on a tag in a filter.
fn tags(filter: &UserSearchFilter) -> Vec<&TagCondition> {
    let mut tags = filter
        .tag_filter
        .as_ref()
        .map(Filter::conditions)
        .unwrap_or_default();
    if let Some(filter) = &filter.user_attribute_filter {
        let any = filter.or_conditions.iter().flat_map(|any| any.iter());
        let all = any.chain(&filter.and_condition);
        tags.extend(all.flat_map(|all| &all.tag_conditions).flat_map(|all| all.iter()));
        tags.extend(&filter.tag_condition);
    }
    tags
}

/// The username that a user must have to meet the criteria, if they say so.
pub fn exact_name(criteria: &UserSearchCriteria) -> Option<&str> {
    criteria::exact_text(criteria, "Username")
}

/// Whether a user meets the criteria: all that are there.
pub fn meets(user: &User, criteria: &UserSearchCriteria) -> bool {
    criteria::meets(criteria, &|criteria: &UserSearchCriteria| {
        let text = criteria.string_condition.as_ref();
        let group = criteria.hierarchy_group_condition.as_ref();
        text.is_none_or(|condition| {
            field(condition).is_some_and(|field| has_text(field.texts(user), condition))
        }) && criteria
            .list_condition
            .as_ref()
            .is_none_or(|condition| is_proficient(user, condition))
            && group.is_none_or(|condition| is_in_group(user, condition))
    })
}

/// Whether a user has a proficiency that meets all conditions of a list.
fn is_proficient(user: &User, list: &ListCondition) -> bool {
    let conditions = list.conditions.iter().flat_map(|conditions| conditions.iter());
    user.proficiencies.iter().any(|proficiency| {
        conditions.clone().all(|condition| {
            let text = condition.string_condition.as_ref();
            let number = condition.number_condition.as_ref();
            text.is_none_or(|condition| has_text(text_of(proficiency, condition), condition))
                && number.is_none_or(|condition| has_level(proficiency, condition))
        })
    })
}

fn text_of<'p>(proficiency: &'p UserProficiency, condition: &StringCondition) -> Option<&'p str> {
    match condition.field_name.as_deref()? {
        PROFICIENCY_NAME => Some(&proficiency.attribute_name),
        PROFICIENCY_VALUE => Some(&proficiency.attribute_value),
        _ => None,
    }
}

/// Whether the level of a proficiency is as a condition wants it. One that names no number wants nothing.
fn has_level(proficiency: &UserProficiency, condition: &NumberCondition) -> bool {
    let level = proficiency.level.0.0;
    let number =
        |value: &Option<NullableProficiencyLimitValue>| value.as_ref().map(|value| f64::from(value.0));
    let (min, max) = (number(&condition.min_value), number(&condition.max_value));
    let (one, upper) = (min.or(max), max.or(min));
    match condition.comparison_type.unwrap_or(NumberComparisonType::Equal) {
        NumberComparisonType::GreaterOrEqual => one.is_none_or(|number| level >= number),
        NumberComparisonType::Greater => one.is_none_or(|number| level > number),
        NumberComparisonType::LesserOrEqual => upper.is_none_or(|number| level <= number),
        NumberComparisonType::Lesser => upper.is_none_or(|number| level < number),
        NumberComparisonType::Equal => one.is_none_or(|number| level.total_cmp(&number).is_eq()),
        NumberComparisonType::NotEqual => one.is_none_or(|number| level.total_cmp(&number).is_ne()),
        NumberComparisonType::Range => {
            min.is_none_or(|min| level >= min) && max.is_none_or(|max| level <= max)
        }
    }
}

/// Whether a user passes a filter.
pub fn passes(user: &User, filter: &UserSearchFilter) -> bool {
    let tags = user.tags.as_ref();
    filter
        .tag_filter
        .as_ref()
        .is_none_or(|filter| filter.passes(tags))
        && filter
            .user_attribute_filter
            .as_ref()
            .is_none_or(|filter| has_attributes(user, filter))
}

/// The field that a condition on a text names.
pub(super) fn field(condition: &StringCondition) -> Option<UserField> {
    let name = condition.field_name.as_deref()?;
    let mut fields = UserField::OF_TEXT.iter();
    fields.find_map(|(other, field)| (*other == name).then_some(*field))
}

/// Whether a user is in a group, or in one below it if these count.
fn is_in_group(user: &User, condition: &HierarchyGroupCondition) -> bool {
    let groups = group_field(condition).texts(user);
    condition
        .value
        .as_deref()
        .is_some_and(|group| groups.contains(&group))
}

/// The field that shows whether a user is where a condition says. That groups below do not count by default is assumed.
pub(super) fn group_field(condition: &HierarchyGroupCondition) -> UserField {
    match condition.hierarchy_group_match_type {
        Some(HierarchyGroupMatchType::WithChildGroups) => UserField::HierarchyPath,
        Some(HierarchyGroupMatchType::Exact) | None => UserField::HierarchyGroupId,
    }
}

fn has_attributes(user: &User, filter: &ControlPlaneUserAttributeFilter) -> bool {
    let all = |condition: &AttributeAndCondition| {
        let tags = condition.tag_conditions.as_ref();
        let group = condition.hierarchy_group_condition.as_ref();
        tags.is_none_or(|conditions| has_all(user.tags.as_ref(), conditions))
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
            .is_none_or(|condition| has_tag(user.tags.as_ref(), condition))
        && filter
            .hierarchy_group_condition
            .as_ref()
            .is_none_or(|group| is_in_group(user, group))
}
