//! ListPredefinedAttributes.

use roster_model_derive::{operation, shape};

use super::PredefinedAttributeName;
use crate::shapes::{InstanceId, MaxResult100, NextToken, RegionName, Timestamp};

/// Lists the predefined attributes of an instance, by name.
#[operation(
    http = "GET /predefined-attributes/{InstanceId}",
    effect = Read,
    resources = "instance*",
    pages = "PredefinedAttributeSummaryList",
)]
pub struct ListPredefinedAttributes;

/// The input of `ListPredefinedAttributes`.
#[shape]
pub struct ListPredefinedAttributesRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many attributes a page may hold; 100 by default.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult100>,
}

/// The output of `ListPredefinedAttributes`.
#[shape]
pub struct ListPredefinedAttributesResponse {
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
    /// The attributes of this page.
    pub predefined_attribute_summary_list: Option<PredefinedAttributeSummaryList>,
}

/// Predefined attributes in brief.
#[shape]
pub struct PredefinedAttributeSummaryList(pub Vec<PredefinedAttributeSummary>);

/// A predefined attribute in brief.
#[shape]
pub struct PredefinedAttributeSummary {
    /// Its name.
    pub name: Option<PredefinedAttributeName>,
    /// When it last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
}
