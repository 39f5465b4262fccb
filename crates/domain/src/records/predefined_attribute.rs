//! What users can be good at.

use roster_model::ops::connect::predefined_attributes::{
    PredefinedAttributePurposeNameList, PredefinedAttributeStringValuesList,
};
use roster_model::shapes::Timestamp;
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use super::folded::folded;
use crate::id::Id;
use crate::key::Key;
use crate::record::{Entry, InAudit, Index, Kind, LAST_MODIFIED, Record};

/// A name and values, which users can be proficient in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct PredefinedAttribute {
    /// The instance it belongs to.
    pub instance_id: Id,
    /// Its name. Case does not count.
    pub name: String,
    /// Its values.
    pub values: PredefinedAttributeStringValuesList,
    /// What it is used for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purposes: Option<PredefinedAttributePurposeNameList>,
    /// Whether contacts may have its own values only.
    pub enable_value_validation_on_association: bool,
    /// When it last changed.
    pub last_modified_time: Timestamp,
    /// In which Region that was.
    pub last_modified_region: Box<str>,
}

impl PredefinedAttribute {
    /// By instance and name, without regard to case.
    pub const BY_NAME: Index = Index { name: "name" };

    /// Where the attribute of this name is kept.
    pub fn key_of(instance_id: &Id, name: &str) -> Key {
        Key::new().id(instance_id).text(&folded(name))
    }
}

impl Record for PredefinedAttribute {
    const KIND: &'static Kind = &Kind {
        name: "predefined_attribute",
        indexes: &[Self::BY_NAME],
        in_audit: InAudit::Values,
        stamps: LAST_MODIFIED,
    };

    fn key(&self) -> Key {
        Self::key_of(&self.instance_id, &self.name)
    }

    fn entries(&self) -> Vec<Entry> {
        vec![Entry {
            index: &Self::BY_NAME,
            key: self.key(),
        }]
    }
}
