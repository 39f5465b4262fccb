//! DescribePredefinedAttribute.

use roster_model_derive::{operation, shape};

use super::{PredefinedAttributeName, PredefinedAttributePurposeNameList, PredefinedAttributeValues};
use crate::shapes::{InstanceId, RegionName, Timestamp};

/// Shows a predefined attribute.
#[operation(
    http = "GET /predefined-attributes/{InstanceId}/{Name}",
    effect = Read,
    resources = "instance*",
)]
pub struct DescribePredefinedAttribute;

/// The input of `DescribePredefinedAttribute`.
#[shape]
pub struct DescribePredefinedAttributeRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The name of the attribute.
    #[shape(label)]
    pub name: PredefinedAttributeName,
}

/// The output of `DescribePredefinedAttribute`.
#[shape]
pub struct DescribePredefinedAttributeResponse {
    /// The attribute.
    pub predefined_attribute: Option<PredefinedAttribute>,
}

/// A predefined attribute.
#[shape]
pub struct PredefinedAttribute {
    /// Its name.
    pub name: Option<PredefinedAttributeName>,
    /// Its values.
    pub values: Option<PredefinedAttributeValues>,
    /// What it is used for.
    pub purposes: Option<PredefinedAttributePurposeNameList>,
    /// How it is used.
    pub attribute_configuration: Option<PredefinedAttributeConfiguration>,
    /// When it last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
}

/// How a predefined attribute is used.
#[shape]
pub struct PredefinedAttributeConfiguration {
    /// Whether contacts may have its own values only.
    pub enable_value_validation_on_association: Option<bool>,
    /// Whether it cannot be changed.
    pub is_read_only: Option<bool>,
}
