//! UpdateInstanceAttribute.

use roster_model_derive::{operation, shape};

use super::{InstanceAttributeType, InstanceAttributeValue};
use crate::shapes::{ClientToken, InstanceId};

/// Switches an attribute of an instance on or off.
#[operation(
    http = "POST /instance/{InstanceId}/attribute/{AttributeType}",
    effect = Write,
    resources = "instance*",
    no_output,
)]
pub struct UpdateInstanceAttribute;

/// The input of `UpdateInstanceAttribute`.
#[shape]
pub struct UpdateInstanceAttributeRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The attribute.
    #[shape(label)]
    pub attribute_type: InstanceAttributeType,
    /// `true` or `false`.
    pub value: InstanceAttributeValue,
    /// Recognises a retry. A repeated update does nothing more, so it is not needed.
    #[shape(idempotency_token)]
    pub client_token: Option<ClientToken>,
}
