//! DescribeQuickConnect.

use roster_model_derive::{operation, shape};

use super::{QuickConnectConfig, QuickConnectDescription, QuickConnectName};
use crate::shapes::{ARN, InstanceId, QuickConnectId, RegionName, TagMap, Timestamp};

/// Shows a quick connect.
#[operation(
    http = "GET /quick-connects/{InstanceId}/{QuickConnectId}",
    effect = Read,
    resources = "quick-connect*",
)]
pub struct DescribeQuickConnect;

/// The input of `DescribeQuickConnect`.
#[shape]
pub struct DescribeQuickConnectRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The quick connect.
    #[shape(label)]
    pub quick_connect_id: QuickConnectId,
}

/// The output of `DescribeQuickConnect`.
#[shape]
pub struct DescribeQuickConnectResponse {
    /// The quick connect.
    pub quick_connect: Option<QuickConnect>,
}

/// What agents transfer contacts to.
#[shape]
pub struct QuickConnect {
    /// Its ARN.
    #[shape(name = "QuickConnectARN")]
    pub quick_connect_arn: Option<ARN>,
    /// Its id.
    pub quick_connect_id: Option<QuickConnectId>,
    /// Its name.
    pub name: Option<QuickConnectName>,
    /// What it is for.
    pub description: Option<QuickConnectDescription>,
    /// Where it leads.
    pub quick_connect_config: Option<QuickConnectConfig>,
    /// Its tags.
    pub tags: Option<TagMap>,
    /// When it last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
}
