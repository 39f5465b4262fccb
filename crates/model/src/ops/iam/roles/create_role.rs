//! CreateRole.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::{
    ArnType, PathType, PolicyDocumentType, Role, RoleDescriptionType, RoleMaxSessionDurationType,
    RoleNameType, TagListType,
};

/// Makes a role: a principal that others take on for a while.
#[operation(
    service = Iam,
    effect = Write,
    resources = "role*",
    further = "Tags: iam:TagRole on role",
    exceptions = [QuotaExceeded, InvalidInput, EntityAlreadyExists, MalformedPolicyDocument, ConcurrentModification, ServiceFailure],
)]
pub struct CreateRole;

/// The input of `CreateRole`.
#[shape]
pub struct CreateRoleRequest {
    /// The path; `/` by default.
    pub path: Option<PathType>,
    /// The name, unique in the account whatever its case.
    pub role_name: RoleNameType,
    /// The trust policy: which principals may assume the role.
    pub assume_role_policy_document: PolicyDocumentType,
    /// What the role is for.
    pub description: Option<RoleDescriptionType>,
    /// How long a session may last, in seconds; an hour by default.
    pub max_session_duration: Option<RoleMaxSessionDurationType>,
    /// The ARN of the managed policy that says the most that the role may be permitted.
    pub permissions_boundary: Option<ArnType>,
    /// The tags.
    pub tags: Option<TagListType>,
}

/// The output of `CreateRole`.
#[shape]
pub struct CreateRoleResponse {
    /// The new role.
    pub role: Role,
}
