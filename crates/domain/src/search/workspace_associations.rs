//! Which associations of workspaces a search finds. Source: the API reference on `SearchWorkspaceAssociations`; the names of
//! the fields, that case does not count in values, and that tags are those of the workspace are assumed.

use roster_model::ops::connect::workspace_associations::{
    WorkspaceAssociationSearchCriteria, WorkspaceAssociationSearchFilter,
};
use roster_model::shapes::StringCondition;

use super::Condition;
use super::criteria::{self, Criteria};
use super::filters::Filter;
use super::texts::has_text;
use crate::records::{AssociationField, WorkspaceAssociation};
use crate::rules::Breach;

const FIELDS: [&str; AssociationField::ALL.len()] = {
    let [workspace_id, resource_id, resource_type] = AssociationField::ALL;
    [workspace_id.name(), resource_id.name(), resource_type.name()]
};

fn field(condition: &StringCondition) -> Option<AssociationField> {
    let name = condition.field_name.as_deref()?;
    AssociationField::ALL
        .into_iter()
        .find(|field| field.name() == name)
}

/// What is wrong with a search.
pub fn breaches(
    criteria: Option<&WorkspaceAssociationSearchCriteria>,
    filter: Option<&WorkspaceAssociationSearchFilter>,
) -> Vec<Breach> {
    let tags = filter.map(Filter::conditions).unwrap_or_default();
    criteria::breaches(criteria, &tags, &FIELDS)
}

/// What associations must meet, as far as entries show it.
pub fn conditions(
    criteria: Option<&WorkspaceAssociationSearchCriteria>,
    filter: Option<&WorkspaceAssociationSearchFilter>,
) -> Condition {
    let criteria = criteria.map(|criteria| criteria::condition(criteria, &of_criteria));
    let filter = filter.map(|_| Condition::Unindexed);
    Condition::all(criteria.into_iter().chain(filter))
}

/// What stands directly in criteria.
fn of_criteria(criteria: &WorkspaceAssociationSearchCriteria) -> Vec<Condition> {
    let text = criteria.text().map(|condition| match field(condition) {
        Some(field) => Condition::text(field.code(), condition),
        None => Condition::NOTHING,
    });
    text.into_iter().collect()
}

/// Whether an association meets the criteria: all that are there.
pub fn meets(association: &WorkspaceAssociation, criteria: &WorkspaceAssociationSearchCriteria) -> bool {
    criteria::meets(criteria, &|criteria: &WorkspaceAssociationSearchCriteria| {
        criteria.text().is_none_or(|condition| {
            let text = field(condition).map(|field| field.text(association));
            has_text(text, condition)
        })
    })
}
