//! Which resources a search finds of which an instance has few: every one is looked at. Source: the API references on
//! `SearchRoutingProfiles` and its like; that case does not count is assumed.

use roster_model::ops::connect::hierarchies::{
    UserHierarchyGroupSearchCriteria, UserHierarchyGroupSearchFilter,
};

use super::Condition;
use super::criteria::{self, Criteria};
use super::filters::Filter;
use super::texts::has_text;
use crate::id::Id;
use crate::records::{HierarchyGroup, InstanceResource};
use crate::rules::Breach;

/// A resource that is searched for by criteria of a shape.
pub trait Searchable<C: Criteria>: InstanceResource {
    /// The fields that a text can be searched in.
    const FIELDS: &'static [&'static str];

    /// The text of a field.
    fn text_of(&self, field: &str) -> Option<&str>;

    /// Whether it meets what stands in criteria beside texts and criteria.
    fn meets_others(&self, _criteria: &C) -> bool {
        true
    }
}

/// What is wrong with a search.
pub fn breaches<R: Searchable<C>, C: Criteria, F: Filter>(
    criteria: Option<&C>,
    filter: Option<&F>,
) -> Vec<Breach> {
    let tags = filter.map(Filter::conditions).unwrap_or_default();
    criteria::breaches(criteria, &tags, R::FIELDS)
}

/// What entries of an index show of a search: nothing.
pub fn conditions<C, F>(_criteria: Option<&C>, _filter: Option<&F>) -> Condition {
    Condition::Unindexed
}

/// Whether a resource meets the criteria: all that are there.
pub fn meets<R: Searchable<C>, C: Criteria>(resource: &R, criteria: &C) -> bool {
    criteria::meets(criteria, &|criteria: &C| {
        criteria.text().is_none_or(|condition| {
            let field = condition.field_name.as_deref().unwrap_or_default();
            has_text(resource.text_of(field), condition)
        }) && resource.meets_others(criteria)
    })
}

/// Whether a resource passes a filter.
pub fn passes<R: InstanceResource, F: Filter>(resource: &R, filter: &F) -> bool {
    filter.passes(resource.tags())
}

/// Implements [`Criteria`] for shapes that have lists of themselves and a condition on a text, and [`Filter`] for shapes
/// that have a filter as their only member.
macro_rules! searches {
    ($($criteria:ty, $filter:ty { $member:ident };)*) => {$(
        impl Criteria for $criteria {
            fn any(&self) -> Option<&[Self]> {
                self.or_conditions.as_ref().map(|list| &list[..])
            }

            fn all(&self) -> Option<&[Self]> {
                self.and_conditions.as_ref().map(|list| &list[..])
            }

            fn text(&self) -> Option<&roster_model::shapes::StringCondition> {
                self.string_condition.as_ref()
            }
        }

        impl Filter for $filter {
            fn passes(&self, tags: Option<&roster_model::shapes::TagMap>) -> bool {
                self.$member.as_ref().is_none_or(|filter| filter.passes(tags))
            }

            fn conditions(&self) -> Vec<&roster_model::shapes::TagCondition> {
                self.$member.as_ref().map(Filter::conditions).unwrap_or_default()
            }
        }
    )*};
}

searches! {
    UserHierarchyGroupSearchCriteria, UserHierarchyGroupSearchFilter { attribute_filter };
}

impl Searchable<UserHierarchyGroupSearchCriteria> for HierarchyGroup {
    const FIELDS: &'static [&'static str] = &["name", "parentId", "levelId", "resourceID"];

    fn text_of(&self, field: &str) -> Option<&str> {
        match field {
            "name" => Some(&self.name),
            "parentId" => self.parent_id().map(Id::as_str),
            "levelId" => Some(self.level_id.as_str()),
            "resourceID" => Some(self.id.as_str()),
            _ => None,
        }
    }
}
