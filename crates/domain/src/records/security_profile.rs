//! Sets of permissions.

use std::ops::RangeInclusive;

use roster_model::ops::connect::security_profiles::{
    AllowedAIAgents, AllowedAccessControlTags, AllowedFlowModules, Applications,
    GranularAccessControlConfiguration, HierarchyRestrictedResourceList, SecurityProfileType,
    TagRestrictedResourceList,
};
use roster_model::shapes::{HierarchyGroupId, TagMap, Timestamp};
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use super::searchable::Searchable;
use crate::id::Id;

/// A set of permissions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct SecurityProfile {
    /// Its id.
    pub id: Id,
    /// The instance it belongs to.
    pub instance_id: Id,
    /// Its name.
    pub name: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What it permits.
    pub permissions: Vec<String>,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<TagMap>,
    /// The tags to which it confines access. This member and those below are kept as they came, and have no effect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_access_control_tags: Option<AllowedAccessControlTags>,
    /// The types of resource to which access is confined by tags.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag_restricted_resources: Option<TagRestrictedResourceList>,
    /// The types of resource to which access is confined by hierarchy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hierarchy_restricted_resources: Option<HierarchyRestrictedResourceList>,
    /// The hierarchy group to which it confines access.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_access_control_hierarchy_group_id: Option<HierarchyGroupId>,
    /// The applications that it gives access to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applications: Option<Applications>,
    /// The flow modules that AI agents may use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_flow_modules: Option<AllowedFlowModules>,
    /// The AI agents that it gives access to.
    #[serde(rename = "AllowedAIAgents", default, skip_serializing_if = "Option::is_none")]
    pub allowed_ai_agents: Option<AllowedAIAgents>,
    /// To which values in data tables it confines access.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub granular_access_control_configuration: Option<GranularAccessControlConfiguration>,
    /// When it last changed.
    pub last_modified_time: Timestamp,
    /// In which Region that was.
    pub last_modified_region: Box<str>,
}

impl SecurityProfile {
    /// The names of those that come with an instance.
    pub const BUILT_IN: [&'static str; 4] = ["Admin", "Agent", "CallCenterManager", "QualityAnalyst"];

    /// Whether it came with the instance. Its name tells: no name changes, and a profile that came with the instance is
    /// never deleted, so that no other gets its name.
    pub fn is_built_in(&self) -> bool {
        Self::BUILT_IN.contains(&&*self.name)
    }

    /// Whether it came with the instance, as answers say it.
    pub fn profile_type(&self) -> SecurityProfileType {
        if self.is_built_in() {
            SecurityProfileType::AwsManaged
        } else {
            SecurityProfileType::CustomerManaged
        }
    }
}

super::named_record::named_record!(SecurityProfile, "security_profile", by BY_TERM);

impl Searchable for SecurityProfile {
    const FIELDS: &'static [&'static str] = &["name"];
    // Source: the API reference on `SecurityProfileSearchCriteria`.
    const CONTAINED: Option<RangeInclusive<usize>> = Some(2..=25);

    fn name(&self) -> Option<&str> {
        Some(&self.name)
    }
}
