//! What reads of the bucket ask policies for. Source: service authorization reference of Amazon S3.

use roster_domain::Caller;
use roster_model::operation::Description;
use roster_model::service::Service;
use serde_json::Value;

use super::resources::{Ask, Asked};

/// The permission that a read of the bucket asks for; none of another operation. The actions of S3 are not called as its
/// operations.
pub(super) fn ask(operation: &Description, caller: &Caller, input: &Value) -> Option<Ask> {
    if operation.service != Service::S3 {
        return None;
    }
    let action = match operation.name {
        "GetBucketLocation" => "s3:GetBucketLocation",
        "ListObjects" => "s3:ListBucket",
        "GetObject" => "s3:GetObject",
        // Only what allows all of S3 allows it.
        _ => "s3:Unknown",
    };
    let partition = caller.account_region.partition();
    let bucket = input["Bucket"].as_str().unwrap_or("*");
    let arn = match input["Key"].as_str() {
        Some(key) => format!("arn:{partition}:s3:::{bucket}/{key}"),
        None => format!("arn:{partition}:s3:::{bucket}"),
    };
    Some(Ask {
        further: Some(action),
        resource: Asked::unrecorded(arn),
    })
}
