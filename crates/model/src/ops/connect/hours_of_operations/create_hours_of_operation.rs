//! CreateHoursOfOperation.

use roster_model_derive::{operation, shape};

use super::{HoursOfOperationConfigList, HoursOfOperationDescription, TimeZone};
use crate::shapes::{ARN, CommonNameLength127, HoursOfOperationId, InstanceId, TagMap};

/// Makes hours of operation.
#[operation(
    http = "PUT /hours-of-operations/{InstanceId}",
    effect = Write,
    resources = "hours-of-operation*",
    further = "Tags: connect:TagResource on hours-of-operation",
    exceptions = [
        DuplicateResource, InvalidRequest, InvalidParameter, ResourceNotFound, LimitExceeded, Throttling,
        InternalService, ServiceQuotaExceeded,
    ],
)]
pub struct CreateHoursOfOperation;

/// The input of `CreateHoursOfOperation`.
#[shape]
pub struct CreateHoursOfOperationRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Their name, unique within the instance.
    pub name: CommonNameLength127,
    /// What they are for.
    pub description: Option<HoursOfOperationDescription>,
    /// The time zone of the times.
    pub time_zone: TimeZone,
    /// The hours, day by day.
    pub config: HoursOfOperationConfigList,
    /// Their tags.
    pub tags: Option<TagMap>,
}

/// The output of `CreateHoursOfOperation`.
#[shape]
pub struct CreateHoursOfOperationResponse {
    /// The id of the hours of operation.
    pub hours_of_operation_id: Option<HoursOfOperationId>,
    /// The ARN of the hours of operation.
    pub hours_of_operation_arn: Option<ARN>,
}
