//! CreatePredefinedAttribute.

use roster_model_derive::{operation, shape};

use crate::shapes::InstanceId;

/// Makes a predefined attribute: a name and values, which users can be proficient in.
#[operation(
    http = "PUT /predefined-attributes/{InstanceId}",
    effect = Write,
    resources = "instance*",
    exceptions = [
        DuplicateResource, InvalidRequest, InvalidParameter, LimitExceeded, ResourceNotFound, Throttling,
        InternalService,
    ],
    no_output,
)]
pub struct CreatePredefinedAttribute;

/// The input of `CreatePredefinedAttribute`.
#[shape]
pub struct CreatePredefinedAttributeRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Its name.
    pub name: PredefinedAttributeName,
    /// Its values.
    pub values: Option<PredefinedAttributeValues>,
    /// What it is used for.
    pub purposes: Option<PredefinedAttributePurposeNameList>,
    /// How it is used.
    pub attribute_configuration: Option<InputPredefinedAttributeConfiguration>,
}

/// The name of a predefined attribute. Case does not count.
#[shape(length(1, 100), stored)]
pub struct PredefinedAttributeName(pub String);

/// The values of a predefined attribute.
#[shape]
pub struct PredefinedAttributeValues {
    /// Texts.
    pub string_list: Option<PredefinedAttributeStringValuesList>,
}

/// Texts that a predefined attribute can have.
#[shape(length(0, 500), stored)]
#[derive(Default)]
pub struct PredefinedAttributeStringValuesList(pub Vec<PredefinedAttributeStringValue>);

/// A text that a predefined attribute can have.
#[shape(length(1, 100), stored)]
pub struct PredefinedAttributeStringValue(pub String);

/// What a predefined attribute is used for.
#[shape(length(0, 10), stored)]
pub struct PredefinedAttributePurposeNameList(pub Vec<PredefinedAttributePurposeName>);

/// A use of a predefined attribute.
#[shape(length(1, 100), stored)]
pub struct PredefinedAttributePurposeName(pub String);

/// How a predefined attribute is used.
#[shape]
pub struct InputPredefinedAttributeConfiguration {
    /// Whether contacts may have its own values only.
    pub enable_value_validation_on_association: Option<bool>,
}
