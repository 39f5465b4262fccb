//! Which resources a search finds of which an instance has few: every one is looked at. Source: the API references on
//! `SearchRoutingProfiles` and its like; that case does not count is assumed.

use std::ops::RangeInclusive;

use roster_model::ops::connect::agent_statuses::{AgentStatusSearchCriteria, AgentStatusSearchFilter};
use roster_model::ops::connect::hierarchies::{
    UserHierarchyGroupSearchCriteria, UserHierarchyGroupSearchFilter,
};
use roster_model::ops::connect::hours_of_operations::{
    HoursOfOperationSearchCriteria, HoursOfOperationSearchFilter,
};
use roster_model::ops::connect::notifications::{NotificationSearchCriteria, NotificationSearchFilter};
use roster_model::ops::connect::queues::{QueueSearchCriteria, QueueSearchFilter, SearchableQueueType};
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
use crate::id::Id;
use crate::records::{
    AgentStatus, HierarchyGroup, HoursOfOperation, InstanceResource, Notification, Queue, QuickConnect,
    RoutingProfile, SecurityProfile, Workspace,
};
use crate::rules::{Breach, Fault};

/// A resource that is searched for by criteria of a shape.
pub trait Searchable<C: Criteria>: InstanceResource {
    /// The fields that a text can be searched in.
    const FIELDS: &'static [&'static str];

    /// How many characters a text has that is to be contained in a field, if that is limited.
    const CONTAINED: Option<RangeInclusive<usize>> = None;

    /// The field `name`.
    fn name(&self) -> Option<&str>;

    /// The field `description`.
    fn description(&self) -> Option<&str> {
        None
    }

    /// The texts of any other field but `resourceID`.
    fn texts_of(&self, _field: &str) -> Vec<&str> {
        Vec::new()
    }

    /// The number in a field, which is searched as a text.
    fn number_of(&self, _field: &str) -> Option<i32> {
        None
    }

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

/// What entries of an index show of a search: nothing.
pub fn conditions<C, F>(_criteria: Option<&C>, _filter: Option<&F>) -> Condition {
    Condition::Unindexed
}

/// The name that a resource must have to meet the criteria, if they say so.
pub fn exact_name<C: Criteria>(criteria: &C) -> Option<&str> {
    criteria::exact_text(criteria, "name")
}

/// Whether a resource meets the criteria: all that are there.
pub fn meets<R: Searchable<C>, C: Criteria>(resource: &R, criteria: &C) -> bool {
    criteria::meets(criteria, &|criteria: &C| {
        criteria.text().is_none_or(|condition| {
            let field = condition.field_name.as_deref().unwrap_or_default();
            let number = resource.number_of(field).map(|number| number.to_string());
            has_text(
                texts(resource, field).into_iter().chain(number.as_deref()),
                condition,
            )
        }) && resource.meets_others(criteria)
    })
}

/// The texts of a field.
fn texts<'r, R: Searchable<C>, C: Criteria>(resource: &'r R, field: &str) -> Vec<&'r str> {
    let text = match field {
        "name" => resource.name(),
        "description" => resource.description(),
        "resourceID" => Some(resource.id().as_str()),
        other => return resource.texts_of(other),
    };
    text.into_iter().collect()
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

impl Searchable<AgentStatusSearchCriteria> for AgentStatus {
    const FIELDS: &'static [&'static str] = &[
        "name",
        "description",
        "state",
        "type",
        "displayOrder",
        "resourceID",
    ];

    fn name(&self) -> Option<&str> {
        Some(&self.name)
    }

    fn description(&self) -> Option<&str> {
        self.description.as_deref().map(String::as_str)
    }

    fn texts_of(&self, field: &str) -> Vec<&str> {
        match field {
            "state" => vec![self.state().as_str()],
            "type" => vec![self.status_type.as_str()],
            _ => Vec::new(),
        }
    }

    fn number_of(&self, field: &str) -> Option<i32> {
        let order = self.display_order.as_deref().copied();
        order.filter(|_| field == "displayOrder")
    }
}

impl Searchable<SecurityProfileSearchCriteria> for SecurityProfile {
    const FIELDS: &'static [&'static str] = &["name"];
    // Source: the API reference on `SecurityProfileSearchCriteria`.
    const CONTAINED: Option<RangeInclusive<usize>> = Some(2..=25);

    fn name(&self) -> Option<&str> {
        Some(&self.name)
    }
}

impl Searchable<UserHierarchyGroupSearchCriteria> for HierarchyGroup {
    const FIELDS: &'static [&'static str] = &["name", "parentId", "levelId", "resourceID"];

    fn name(&self) -> Option<&str> {
        Some(&self.name)
    }

    fn texts_of(&self, field: &str) -> Vec<&str> {
        match field {
            "parentId" => self.parent_id().map(Id::as_str).into_iter().collect(),
            "levelId" => vec![self.level_id.as_str()],
            _ => Vec::new(),
        }
    }
}

impl Searchable<RoutingProfileSearchCriteria> for RoutingProfile {
    const FIELDS: &'static [&'static str] = &["associatedQueueIds", "name", "description", "resourceID"];

    fn name(&self) -> Option<&str> {
        Some(&self.name)
    }

    fn description(&self) -> Option<&str> {
        Some(&self.description)
    }

    fn texts_of(&self, field: &str) -> Vec<&str> {
        match field {
            "associatedQueueIds" => self.queue_ids().into_iter().map(Id::as_str).collect(),
            _ => Vec::new(),
        }
    }
}

impl Searchable<QueueSearchCriteria> for Queue {
    const FIELDS: &'static [&'static str] = &["name", "description", "resourceID"];

    fn name(&self) -> Option<&str> {
        Some(&self.name)
    }

    fn description(&self) -> Option<&str> {
        self.description.as_deref().map(String::as_str)
    }

    fn meets_others(&self, criteria: &QueueSearchCriteria) -> bool {
        match criteria.queue_type_condition {
            // There are no others.
            Some(SearchableQueueType::Standard) | None => true,
        }
    }
}

impl Searchable<HoursOfOperationSearchCriteria> for HoursOfOperation {
    const FIELDS: &'static [&'static str] = &["name", "description", "timezone", "resourceID"];

    fn name(&self) -> Option<&str> {
        Some(&self.name)
    }

    fn description(&self) -> Option<&str> {
        self.description.as_deref().map(String::as_str)
    }

    fn texts_of(&self, field: &str) -> Vec<&str> {
        match field {
            "timezone" => vec![&self.time_zone],
            _ => Vec::new(),
        }
    }
}

impl Searchable<QuickConnectSearchCriteria> for QuickConnect {
    const FIELDS: &'static [&'static str] = &["name", "description", "resourceID"];

    fn name(&self) -> Option<&str> {
        Some(&self.name)
    }

    fn description(&self) -> Option<&str> {
        self.description.as_deref().map(String::as_str)
    }
}

impl Searchable<WorkspaceSearchCriteria> for Workspace {
    const FIELDS: &'static [&'static str] = &["name", "description", "visibility", "resourceID"];

    fn name(&self) -> Option<&str> {
        Some(&self.name)
    }

    fn description(&self) -> Option<&str> {
        self.description.as_deref().map(String::as_str)
    }

    fn texts_of(&self, field: &str) -> Vec<&str> {
        match field {
            "visibility" => vec![self.visibility.as_str()],
            _ => Vec::new(),
        }
    }
}

impl Searchable<NotificationSearchCriteria> for Notification {
    const FIELDS: &'static [&'static str] = &["content", "resourceID"];

    fn name(&self) -> Option<&str> {
        None
    }

    fn texts_of(&self, field: &str) -> Vec<&str> {
        match field {
            "content" => self.content.values().map(|text| text.as_str()).collect(),
            _ => Vec::new(),
        }
    }
}
