//! GetTrail.

use roster_model_derive::{operation, shape};

use super::describe_trails::Trail;

/// Describes one trail.
#[operation(
    service = CloudTrail,
    effect = Read,
    resources = "trail*",
    exceptions = [
        CloudTrailARNInvalid, TrailNotFound, InvalidTrailName, UnsupportedOperation, OperationNotPermitted,
    ],
)]
pub struct GetTrail;

/// The input of `GetTrail`.
#[shape]
pub struct GetTrailRequest {
    /// The name or the ARN of the trail.
    pub name: String,
}

/// The output of `GetTrail`.
#[shape]
pub struct GetTrailResponse {
    /// The trail.
    pub trail: Option<Trail>,
}
