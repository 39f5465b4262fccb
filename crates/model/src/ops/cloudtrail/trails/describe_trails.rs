//! DescribeTrails.

use roster_model_derive::{operation, shape};

/// Describes the trail of the caller's account and Region, if the server delivers the audit.
#[operation(
    service = CloudTrail,
    effect = Read,
    resources = "",
    exceptions = [
        UnsupportedOperation, OperationNotPermitted, InvalidTrailName, CloudTrailARNInvalid,
        NoManagementAccountSLRExists,
    ],
)]
pub struct DescribeTrails;

/// The input of `DescribeTrails`.
#[shape]
pub struct DescribeTrailsRequest {
    /// The names or ARNs of trails; all by default. Those that are not there are left out.
    #[shape(name = "trailNameList")]
    pub trail_name_list: Option<TrailNameList>,
    /// Whether trails of other Regions count that log in this one. There are none.
    #[shape(name = "includeShadowTrails")]
    pub include_shadow_trails: Option<bool>,
}

/// Names or ARNs of trails.
#[shape]
pub struct TrailNameList(pub Vec<String>);

/// The output of `DescribeTrails`.
#[shape]
pub struct DescribeTrailsResponse {
    /// The trails.
    #[shape(name = "trailList")]
    pub trail_list: Option<TrailList>,
}

/// Trails.
#[shape]
pub struct TrailList(pub Vec<Trail>);

/// What delivers the audit of an account in a Region.
#[shape]
pub struct Trail {
    /// Its name.
    pub name: Option<String>,
    /// The bucket that gets the files.
    pub s3_bucket_name: Option<String>,
    /// What the keys of the files start with.
    pub s3_key_prefix: Option<String>,
    /// The name of a topic that is told of files. There is none.
    pub sns_topic_name: Option<String>,
    /// The ARN of a topic that is told of files. There is none.
    #[shape(name = "SnsTopicARN")]
    pub sns_topic_arn: Option<String>,
    /// Whether it has events of services without a Region, such as IAM.
    pub include_global_service_events: Option<bool>,
    /// Whether it is for all Regions.
    pub is_multi_region_trail: Option<bool>,
    /// Its Region.
    pub home_region: Option<String>,
    /// Its ARN.
    #[shape(name = "TrailARN")]
    pub trail_arn: Option<String>,
    /// Whether it has digest files.
    pub log_file_validation_enabled: Option<bool>,
    /// The ARN of a log group that gets events. There is none.
    pub cloud_watch_logs_log_group_arn: Option<String>,
    /// The ARN of the role that writes to the log group. There is none.
    pub cloud_watch_logs_role_arn: Option<String>,
    /// The key that encrypts the files. There is none.
    pub kms_key_id: Option<String>,
    /// Whether it selects events.
    pub has_custom_event_selectors: Option<bool>,
    /// Whether it looks for unusual events.
    pub has_insight_selectors: Option<bool>,
    /// Whether it is of an organization.
    pub is_organization_trail: Option<bool>,
}
