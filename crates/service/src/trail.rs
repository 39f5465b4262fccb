//! The trail that the audit of an account in a Region is delivered by.

use roster_audit_delivery::TRAIL;
use roster_model::ops::cloudtrail::trails::Trail;

use crate::request_context::RequestContext;

impl RequestContext {
    /// The trail of the caller's account and Region, if its name or ARN is wanted; none if the server does not deliver the
    /// audit.
    pub(crate) fn trail(&self, is_wanted: impl Fn(&str) -> bool) -> Option<Trail> {
        let account_region = self.account_region();
        let arn = account_region.trail(TRAIL);
        let bucket = self.settings.audit_bucket.as_ref()?;
        (is_wanted(TRAIL) || is_wanted(&arn)).then(|| Trail {
            name: Some(TRAIL.to_owned()),
            s3_bucket_name: Some(bucket.name().to_owned()),
            s3_key_prefix: bucket.prefix().map(str::to_owned),
            sns_topic_name: None,
            sns_topic_arn: None,
            // Each is in the trail of the Region that its request was signed for.
            include_global_service_events: Some(true),
            is_multi_region_trail: Some(false),
            home_region: Some(account_region.region.to_string()),
            trail_arn: Some(arn),
            log_file_validation_enabled: Some(true),
            cloud_watch_logs_log_group_arn: None,
            cloud_watch_logs_role_arn: None,
            kms_key_id: None,
            has_custom_event_selectors: Some(false),
            has_insight_selectors: Some(false),
            is_organization_trail: Some(false),
        })
    }
}
