//! Which users a search finds. Source: the API reference on `SearchUsers`; that case does not count is
//! assumed.

use roster_model::ops::connect::users::{
    AttributeAndCondition, ControlPlaneTagFilter, ControlPlaneUserAttributeFilter, HierarchyGroupCondition,
    StringComparisonType, StringCondition, TagCondition, UserSearchCriteria, UserSearchFilter,
};

use crate::records::User;
use crate::rules::{Breach, Fault};

/// The fields that a text can be searched in.
const FIELDS: &[&str] = &[
    "Username",
    "FirstName",
    "LastName",
    "RoutingProfileId",
    "SecurityProfileId",
    "resourceId",
];

/// What is wrong with a search.
pub fn breaches(criteria: Option<&UserSearchCriteria>, filter: Option<&UserSearchFilter>) -> Vec<Breach> {
    let mut breaches = Vec::new();
    if criteria.is_some_and(names_unknown_field) {
        breaches.push(Breach {
            member: "SearchCriteria.StringCondition.FieldName",
            fault: Fault::NotOneOf { values: FIELDS },
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

fn names_unknown_field(criteria: &UserSearchCriteria) -> bool {
    let field = criteria
        .string_condition
        .as_ref()
        .and_then(|condition| condition.field_name.as_deref());
    let children = [&criteria.or_conditions, &criteria.and_conditions];
    field.is_some_and(|field| !FIELDS.contains(&field))
        || children
            .into_iter()
            .flatten()
            .flat_map(|children| children.iter())
            .any(names_unknown_field)
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
        // No operation gives anybody a proficiency yet, so that a condition on one is never met.
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
    let wanted = condition.value.as_deref().unwrap_or_default().to_lowercase();
    let holds = |field: &str| {
        let field = field.to_lowercase();
        match condition.comparison_type {
            Some(StringComparisonType::StartsWith) => field.starts_with(&wanted),
            Some(StringComparisonType::Contains) => field.contains(&wanted),
            Some(StringComparisonType::Exact) | None => field == wanted,
        }
    };
    let identity = &user.identity_info;
    match condition.field_name.as_deref() {
        Some("Username") => holds(&user.username),
        Some("FirstName") => identity.first_name.as_deref().is_some_and(|name| holds(name)),
        Some("LastName") => identity.last_name.as_deref().is_some_and(|name| holds(name)),
        Some("RoutingProfileId") => holds(user.routing_profile_id.as_str()),
        Some("SecurityProfileId") => user.security_profile_ids.iter().any(|id| holds(id.as_str())),
        Some("resourceId") => holds(user.id.as_str()),
        _ => false,
    }
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
