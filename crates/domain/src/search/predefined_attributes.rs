//! Which predefined attributes a search finds. Sources: earlier API references on `PredefinedAttributeSearchCriteria`, for
//! the fields; that case does not count is assumed.

use roster_model::ops::connect::predefined_attributes::PredefinedAttributeSearchCriteria;
use roster_model::shapes::StringCondition;

use super::criteria::{self, Criteria};
use super::texts::has_text;
use crate::records::PredefinedAttribute;
use crate::rules::Breach;

/// The fields that a text can be searched in. Attributes have no description, so that nothing is found by one.
const FIELDS: &[&str] = &["name", "description"];

impl Criteria for PredefinedAttributeSearchCriteria {
    fn any(&self) -> Option<&[Self]> {
        self.or_conditions.as_ref().map(|list| &list[..])
    }

    fn all(&self) -> Option<&[Self]> {
        self.and_conditions.as_ref().map(|list| &list[..])
    }

    fn text(&self) -> Option<&StringCondition> {
        self.string_condition.as_ref()
    }
}

/// What is wrong with a search.
pub fn breaches(criteria: Option<&PredefinedAttributeSearchCriteria>) -> Vec<Breach> {
    criteria::breaches(criteria, &[], FIELDS)
}

/// Whether an attribute meets the criteria: all that are there.
pub fn meets(attribute: &PredefinedAttribute, criteria: &PredefinedAttributeSearchCriteria) -> bool {
    criteria::meets(criteria, &|criteria: &PredefinedAttributeSearchCriteria| {
        criteria.text().is_none_or(|condition| {
            let is_name = condition.field_name.as_deref() == Some("name");
            has_text(is_name.then_some(&*attribute.name), condition)
        })
    })
}
