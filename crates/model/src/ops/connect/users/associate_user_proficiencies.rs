//! AssociateUserProficiencies.

use roster_model_derive::{operation, shape};

use crate::ops::connect::predefined_attributes::{PredefinedAttributeName, PredefinedAttributeStringValue};
use crate::shapes::{Float, InstanceId, UserId};

/// Adds proficiencies to a user. One that the user has already gets the new level.
#[operation(
    http = "POST /users/{InstanceId}/{UserId}/associate-proficiencies",
    effect = Write,
    resources = "user* instance*",
    no_output,
)]
pub struct AssociateUserProficiencies;

/// The input of `AssociateUserProficiencies`.
#[shape]
pub struct AssociateUserProficienciesRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The user.
    #[shape(label)]
    pub user_id: UserId,
    /// The proficiencies.
    pub user_proficiencies: UserProficiencyList,
}

/// Proficiencies.
#[shape]
pub struct UserProficiencyList(pub Vec<UserProficiency>);

/// What a user is good at, and how good.
#[shape(stored)]
pub struct UserProficiency {
    /// The name of the predefined attribute.
    pub attribute_name: PredefinedAttributeName,
    /// The value of it.
    pub attribute_value: PredefinedAttributeStringValue,
    /// How good.
    pub level: ProficiencyLevel,
}

/// How good a user is at something: from 1 to 5.
#[shape(range(1, 5), stored)]
pub struct ProficiencyLevel(pub Float);
