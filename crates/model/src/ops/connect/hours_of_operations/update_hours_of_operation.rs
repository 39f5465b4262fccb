//! UpdateHoursOfOperation.

use roster_model_derive::{operation, shape};

use super::{HoursOfOperationConfigList, TimeZone};
use crate::shapes::{CommonNameLength127, HoursOfOperationId, InstanceId};

/// Changes hours of operation. Members that the request leaves out stay as they are.
#[operation(
    http = "POST /hours-of-operations/{InstanceId}/{HoursOfOperationId}",
    effect = Write,
    resources = "hours-of-operation*",
    exceptions = [
        DuplicateResource, InvalidRequest, InvalidParameter, ResourceNotFound, Throttling, InternalService,
    ],
    no_output,
)]
pub struct UpdateHoursOfOperation;

/// The input of `UpdateHoursOfOperation`.
#[shape]
pub struct UpdateHoursOfOperationRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The hours of operation.
    #[shape(label)]
    pub hours_of_operation_id: HoursOfOperationId,
    /// The new name, unique within the instance.
    pub name: Option<CommonNameLength127>,
    /// What they are for from now on; an empty text removes it.
    pub description: Option<UpdateHoursOfOperationDescription>,
    /// The time zone of the times.
    pub time_zone: Option<TimeZone>,
    /// The hours from now on, day by day.
    pub config: Option<HoursOfOperationConfigList>,
}

/// What hours of operation are for, or nothing.
#[shape(length(0, 250))]
pub struct UpdateHoursOfOperationDescription(pub String);
