//! The instance of a plan.

use roster_model::resource_type::ResourceType;
use roster_model::shapes::DirectoryType;
use serde::{Deserialize, Serialize};

use crate::references::References;

/// An instance, with what its users refer to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Instance {
    /// The id.
    pub id: String,
    /// The ARN.
    #[serde(default)]
    pub arn: String,
    /// The alias; none if it has none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub alias: Option<String>,
    /// Where its identities are managed.
    #[serde(rename = "IdentityManagementType")]
    pub kind: DirectoryType,
    /// What its users refer to, as it was when the plan was made: so a renamed profile changes no user.
    #[serde(default)]
    pub references: References,
}

impl Instance {
    /// The ARN of a user.
    pub(crate) fn user_arn(&self, user_id: &str) -> String {
        format!("{}/agent/{user_id}", self.arn)
    }

    /// The ARN of a resource of the instance; none for what is not below it.
    pub(crate) fn resource_arn(&self, kind: ResourceType, id: &str) -> Option<String> {
        let word = kind.arn_word()?;
        Some(format!("{}/{word}/{id}", self.arn))
    }
}
