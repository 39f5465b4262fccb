//! DisassociateUserProficiencies.

use roster_model_derive::{operation, shape};

use crate::ops::connect::predefined_attributes::{PredefinedAttributeName, PredefinedAttributeStringValue};
use crate::shapes::{InstanceId, UserId};

/// Takes proficiencies from a user.
#[operation(
    http = "POST /users/{InstanceId}/{UserId}/disassociate-proficiencies",
    effect = Write,
    resources = "user* instance*",
    no_output,
)]
pub struct DisassociateUserProficiencies;

/// The input of `DisassociateUserProficiencies`.
#[shape]
pub struct DisassociateUserProficienciesRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The user.
    #[shape(label)]
    pub user_id: UserId,
    /// The proficiencies.
    pub user_proficiencies: UserProficiencyDisassociateList,
}

/// Proficiencies without their levels.
#[shape]
pub struct UserProficiencyDisassociateList(pub Vec<UserProficiencyDisassociate>);

/// What a user is good at.
#[shape]
pub struct UserProficiencyDisassociate {
    /// The name of the predefined attribute.
    pub attribute_name: PredefinedAttributeName,
    /// The value of it.
    pub attribute_value: PredefinedAttributeStringValue,
}
