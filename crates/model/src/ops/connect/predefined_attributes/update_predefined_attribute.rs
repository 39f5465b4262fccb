//! UpdatePredefinedAttribute.

use roster_model_derive::{operation, shape};

use super::{
    InputPredefinedAttributeConfiguration, PredefinedAttributeName, PredefinedAttributePurposeNameList,
    PredefinedAttributeValues,
};
use crate::shapes::InstanceId;

/// Changes a predefined attribute. Members that a request leaves out keep their values.
#[operation(
    http = "POST /predefined-attributes/{InstanceId}/{Name}",
    effect = Write,
    resources = "instance*",
    no_output,
)]
pub struct UpdatePredefinedAttribute;

/// The input of `UpdatePredefinedAttribute`.
#[shape]
pub struct UpdatePredefinedAttributeRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The name of the attribute.
    #[shape(label)]
    pub name: PredefinedAttributeName,
    /// All the values that it is to have.
    pub values: Option<PredefinedAttributeValues>,
    /// What it is used for.
    pub purposes: Option<PredefinedAttributePurposeNameList>,
    /// How it is used.
    pub attribute_configuration: Option<InputPredefinedAttributeConfiguration>,
}
