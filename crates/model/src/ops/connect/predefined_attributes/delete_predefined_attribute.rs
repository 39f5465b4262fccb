//! DeletePredefinedAttribute.

use roster_model_derive::{operation, shape};

use super::PredefinedAttributeName;
use crate::shapes::InstanceId;

/// Deletes a predefined attribute that no user is proficient in.
#[operation(
    http = "DELETE /predefined-attributes/{InstanceId}/{Name}",
    effect = Write,
    resources = "instance*",
    exceptions = [
        ResourceInUse, InvalidRequest, InvalidParameter, ResourceNotFound, Throttling, InternalService,
    ],
    no_output,
)]
pub struct DeletePredefinedAttribute;

/// The input of `DeletePredefinedAttribute`.
#[shape]
pub struct DeletePredefinedAttributeRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The name of the attribute.
    #[shape(label)]
    pub name: PredefinedAttributeName,
}
