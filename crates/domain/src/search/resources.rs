//! Which resources of an instance a search finds. Source: the API references on `SearchRoutingProfiles` and its like; that
//! case does not count is assumed. A queue always has the type that `QueueTypeCondition` can name: there are no others.

use roster_model::ops::connect::agent_statuses::{AgentStatusSearchCriteria, AgentStatusSearchFilter};
use roster_model::ops::connect::hierarchies::{
    UserHierarchyGroupSearchCriteria, UserHierarchyGroupSearchFilter,
};
use roster_model::ops::connect::hours_of_operations::{
    HoursOfOperationSearchCriteria, HoursOfOperationSearchFilter,
};
use roster_model::ops::connect::notifications::{NotificationSearchCriteria, NotificationSearchFilter};
use roster_model::ops::connect::queues::{QueueSearchCriteria, QueueSearchFilter};
use roster_model::ops::connect::quick_connects::{QuickConnectSearchCriteria, QuickConnectSearchFilter};
use roster_model::ops::connect::routing_profiles::{
    RoutingProfileSearchCriteria, RoutingProfileSearchFilter,
};
use roster_model::ops::connect::security_profiles::{
    SecurityProfileSearchCriteria, SecurityProfilesSearchFilter,
};
use roster_model::ops::connect::workspace_associations::{
    WorkspaceAssociationSearchCriteria, WorkspaceAssociationSearchFilter,
};
use roster_model::ops::connect::workspaces::{WorkspaceSearchCriteria, WorkspaceSearchFilter};

use super::Condition;
use super::criteria::{self, Criteria};
use super::filters::Filter;
use super::texts::has_text;
use crate::records::{InstanceResource, Searchable};
use crate::rules::{Breach, Fault};

/// What is wrong with a search.
pub fn breaches<R: Searchable, C: Criteria, F: Filter>(
    criteria: Option<&C>,
    filter: Option<&F>,
) -> Vec<Breach> {
    let tags = filter.map(Filter::conditions).unwrap_or_default();
    let mut breaches = criteria::breaches(criteria, &tags, R::FIELDS);
    if let (Some(criteria), Some(characters)) = (criteria, R::CONTAINED)
        && criteria::contains_out_of_range(criteria, &characters)
    {
        let fault = Fault::ContainedLength {
            min: *characters.start(),
            max: *characters.end(),
        };
        breaches.push(Breach {
            member: "SearchCriteria.StringCondition.Value",
            fault,
        });
    }
    breaches
}

/// What resources must meet, as far as entries show it: all of it.
pub fn conditions<C: Criteria, F: Filter>(criteria: Option<&C>, filter: Option<&F>) -> Condition {
    let criteria = criteria.map(|criteria| {
        criteria::condition(criteria, &|criteria: &C| {
            let text = criteria.text().map(|condition| match &condition.field_name {
                Some(field) => Condition::text(field, condition),
                None => Condition::NOTHING,
            });
            text.into_iter().collect()
        })
    });
    let filter = filter.map(Filter::condition);
    Condition::all(criteria.into_iter().chain(filter))
}

/// The name that a resource must have to meet the criteria, if they say so.
pub fn exact_name<C: Criteria>(criteria: &C) -> Option<&str> {
    criteria::exact_text(criteria, "name")
}

/// Whether a resource meets the criteria: all that are there.
pub fn meets<R: Searchable, C: Criteria>(resource: &R, criteria: &C) -> bool {
    criteria::meets(criteria, &|criteria: &C| {
        criteria.text().is_none_or(|condition| {
            let texts = resource.texts(condition.field_name.as_deref().unwrap_or_default());
            has_text(texts.iter().map(|text| &**text), condition)
        })
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

            fn condition(&self) -> Condition {
                Condition::all(self.$member.iter().map(Filter::condition))
            }
        }
    )*};
}

searches! {
    HoursOfOperationSearchCriteria, HoursOfOperationSearchFilter { tag_filter };
    QueueSearchCriteria, QueueSearchFilter { tag_filter };
    QuickConnectSearchCriteria, QuickConnectSearchFilter { tag_filter };
    RoutingProfileSearchCriteria, RoutingProfileSearchFilter { tag_filter };
    AgentStatusSearchCriteria, AgentStatusSearchFilter { attribute_filter };
    SecurityProfileSearchCriteria, SecurityProfilesSearchFilter { tag_filter };
    UserHierarchyGroupSearchCriteria, UserHierarchyGroupSearchFilter { attribute_filter };
    NotificationSearchCriteria, NotificationSearchFilter { attribute_filter };
    WorkspaceSearchCriteria, WorkspaceSearchFilter { attribute_filter };
    WorkspaceAssociationSearchCriteria, WorkspaceAssociationSearchFilter { attribute_filter };
}
