//! SearchSecurityProfiles.

use roster_model_derive::{operation, shape};

use super::{SecurityProfileDescription, SecurityProfileName, SecurityProfileType};
use crate::shapes::{
    ARN, ControlPlaneTagFilter, InstanceId, MaxResult100, NextToken2500, SecurityProfileId, StringCondition,
    TagMap,
};

/// Searches the security profiles of an instance, by `name` and by tags.
#[operation(
    http = "POST /search-security-profiles",
    effect = Read,
    resources = "instance*",
    pages = "SecurityProfiles",
)]
pub struct SearchSecurityProfiles;

/// The input of `SearchSecurityProfiles`.
#[shape]
pub struct SearchSecurityProfilesRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// Where the page starts.
    pub next_token: Option<NextToken2500>,
    /// How many profiles a page may hold; 100 by default.
    pub max_results: Option<MaxResult100>,
    /// What is searched for; all profiles by default.
    pub search_criteria: Option<SecurityProfileSearchCriteria>,
    /// What profiles must have, beside meeting the criteria.
    pub search_filter: Option<SecurityProfilesSearchFilter>,
}

/// What is searched for. All that is there must hold.
#[shape]
pub struct SecurityProfileSearchCriteria {
    /// Alternatives.
    pub or_conditions: Option<SecurityProfileSearchConditionList>,
    /// What must all hold.
    pub and_conditions: Option<SecurityProfileSearchConditionList>,
    /// A text in the field `name`. One that is to be contained has 2 to 25 characters.
    pub string_condition: Option<StringCondition>,
}

/// Criteria within criteria.
#[shape]
pub struct SecurityProfileSearchConditionList(pub Vec<SecurityProfileSearchCriteria>);

/// What profiles must have.
#[shape]
pub struct SecurityProfilesSearchFilter {
    /// Tags.
    pub tag_filter: Option<ControlPlaneTagFilter>,
}

/// The output of `SearchSecurityProfiles`.
#[shape]
pub struct SearchSecurityProfilesResponse {
    /// The profiles of this page, by name.
    pub security_profiles: Option<SecurityProfilesSearchSummaryList>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken2500>,
    /// How many profiles are found on all pages.
    pub approximate_total_count: Option<i64>,
}

/// Security profiles that were found.
#[shape]
pub struct SecurityProfilesSearchSummaryList(pub Vec<SecurityProfileSearchSummary>);

/// A security profile that was found.
#[shape]
pub struct SecurityProfileSearchSummary {
    /// Its id.
    pub id: Option<SecurityProfileId>,
    /// The id of the instance it belongs to.
    pub organization_resource_id: Option<InstanceId>,
    /// Its ARN.
    pub arn: Option<ARN>,
    /// Its name.
    pub security_profile_name: Option<SecurityProfileName>,
    /// What it is for.
    pub description: Option<SecurityProfileDescription>,
    /// Its tags.
    pub tags: Option<TagMap>,
    /// Whether it came with the instance.
    pub type_: Option<SecurityProfileType>,
}
