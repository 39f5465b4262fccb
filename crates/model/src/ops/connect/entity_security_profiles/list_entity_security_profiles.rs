//! ListEntitySecurityProfiles.

use roster_model_derive::{operation, shape};

use super::{EntityArn, EntityType, SecurityProfileItem};
use crate::shapes::{InstanceId, MaxResult100, NextToken2500};

/// Lists the security profiles of a user.
#[operation(
    http = "POST /entity-security-profiles-summary/{InstanceId}",
    effect = Read,
    resources = "instance* user*",
    pages = "SecurityProfiles",
)]
pub struct ListEntitySecurityProfiles;

/// The input of `ListEntitySecurityProfiles`.
#[shape]
pub struct ListEntitySecurityProfilesRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The type of the entity: a user.
    pub entity_type: EntityType,
    /// The user.
    pub entity_arn: EntityArn,
    /// Where the page starts.
    pub next_token: Option<NextToken2500>,
    /// How many security profiles a page may hold; 100 by default.
    pub max_results: Option<MaxResult100>,
}

/// The output of `ListEntitySecurityProfiles`.
#[shape]
pub struct ListEntitySecurityProfilesResponse {
    /// The security profiles of this page.
    pub security_profiles: Option<SecurityProfiles100>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken2500>,
}

/// Security profiles that are listed.
#[shape(length(_, 100))]
pub struct SecurityProfiles100(pub Vec<SecurityProfileItem>);
