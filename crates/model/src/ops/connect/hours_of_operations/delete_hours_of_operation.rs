//! DeleteHoursOfOperation.

use roster_model_derive::{operation, shape};

use crate::shapes::{HoursOfOperationId, InstanceId};

/// Deletes hours of operation that no queue has.
#[operation(
    http = "DELETE /hours-of-operations/{InstanceId}/{HoursOfOperationId}",
    effect = Write,
    resources = "hours-of-operation*",
    no_output,
)]
pub struct DeleteHoursOfOperation;

/// The input of `DeleteHoursOfOperation`.
#[shape]
pub struct DeleteHoursOfOperationRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The hours of operation.
    #[shape(label)]
    pub hours_of_operation_id: HoursOfOperationId,
}
