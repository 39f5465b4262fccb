//! Shapes of IAM. Botocore's model names most of them in small letters (`userNameType`).

mod simulation;

use roster_model_derive::shape;

use super::Timestamp;
use crate::patterns;

pub use simulation::*;

/// The name of a new user, unique in the account whatever its case.
#[shape(length(1, 64), pattern = patterns::IAM_NAME)]
pub struct UserNameType(pub String);

/// The name of a user.
#[shape(length(1, 128), pattern = patterns::IAM_NAME)]
pub struct ExistingUserNameType(pub String);

/// A path: `/`, or words between slashes.
#[shape(length(1, 512), pattern = patterns::IAM_PATH)]
pub struct PathType(pub String);

/// The start of the paths that are meant.
#[shape(length(1, 512), pattern = patterns::IAM_PATH_PREFIX)]
pub struct PathPrefixType(pub String);

/// The ARN of something of IAM's.
#[shape(length(20, 2048))]
pub struct ArnType(pub String);

/// The unique id of a user, role or policy.
#[shape(length(16, 128), pattern = patterns::IAM_ID)]
pub struct IdType(pub String);

/// The id of an access key.
#[shape(length(16, 128), pattern = patterns::IAM_ID)]
pub struct AccessKeyIdType(pub String);

/// The secret of an access key.
#[shape(sensitive)]
pub struct AccessKeySecretType(pub String);

/// The name of a role.
#[shape(length(1, 64), pattern = patterns::IAM_NAME)]
pub struct RoleNameType(pub String);

/// What a role is for.
#[shape(length(_, 1000), pattern = patterns::ROLE_DESCRIPTION)]
pub struct RoleDescriptionType(pub String);

/// How long a session of a role may last, in seconds.
#[shape(range(3600, 43_200))]
pub struct RoleMaxSessionDurationType(pub i32);

/// The name of a policy.
#[shape(length(1, 128), pattern = patterns::IAM_NAME)]
pub struct PolicyNameType(pub String);

/// A policy document in JSON.
#[shape(length(1, 131_072), pattern = patterns::POLICY_DOCUMENT)]
pub struct PolicyDocumentType(pub String);

/// The names of policies.
#[shape]
pub struct PolicyNameListType(pub Vec<PolicyNameType>);

/// The path of a managed policy.
#[shape(length(1, 512), pattern = patterns::POLICY_PATH)]
pub struct PolicyPathType(pub String);

/// What a managed policy is for.
#[shape(length(_, 1000))]
pub struct PolicyDescriptionType(pub String);

/// A version of a managed policy.
#[shape]
pub struct PolicyVersionIdType(pub String);

/// How many users and roles have a policy.
#[shape]
pub struct AttachmentCountType(pub i32);

/// Where a page starts; taken as it was given in the page before.
#[shape(length(1, 320), pattern = patterns::IAM_MARKER)]
pub struct MarkerType(pub String);

/// How many results a page may hold, up to 1,000.
#[shape(range(1, 1000))]
pub struct MaxItemsType(pub i32);

/// Where the next page starts.
#[shape]
pub struct ResponseMarkerType(pub String);

/// The key of a tag.
#[shape(length(1, 128), pattern = patterns::IAM_TAG_KEY, stored)]
pub struct TagKeyType(pub String);

/// The value of a tag.
#[shape(length(0, 256), pattern = patterns::IAM_TAG_VALUE, stored)]
pub struct TagValueType(pub String);

/// A tag.
#[shape(stored)]
pub struct Tag {
    /// Its key.
    pub key: TagKeyType,
    /// Its value.
    pub value: TagValueType,
}

/// Tags.
#[shape(length(_, 50), stored)]
pub struct TagListType(pub Vec<Tag>);

/// Whether an access key may be used.
#[shape(as_written, stored)]
pub enum StatusType {
    /// It may.
    Active,
    /// It may not.
    Inactive,
    /// It may not any more.
    Expired,
}

/// A user.
#[shape]
pub struct User {
    /// The path.
    pub path: PathType,
    /// The name.
    pub user_name: UserNameType,
    /// The unique id, which no other user ever has.
    pub user_id: IdType,
    /// The ARN.
    pub arn: ArnType,
    /// When the user was made.
    pub create_date: Timestamp,
    /// The most that the user may be permitted.
    pub permissions_boundary: Option<AttachedPermissionsBoundary>,
    /// The tags.
    pub tags: Option<TagListType>,
}

/// Users.
#[shape]
pub struct UserListType(pub Vec<User>);

/// A role.
#[shape]
pub struct Role {
    /// The path.
    pub path: PathType,
    /// The name.
    pub role_name: RoleNameType,
    /// The unique id, which no other role ever has.
    pub role_id: IdType,
    /// The ARN.
    pub arn: ArnType,
    /// When the role was made.
    pub create_date: Timestamp,
    /// The trust policy, percent-encoded as by RFC 3986.
    pub assume_role_policy_document: Option<PolicyDocumentType>,
    /// What the role is for.
    pub description: Option<RoleDescriptionType>,
    /// How long a session may last, in seconds.
    pub max_session_duration: Option<RoleMaxSessionDurationType>,
    /// The most that the role may be permitted.
    pub permissions_boundary: Option<AttachedPermissionsBoundary>,
    /// The tags.
    pub tags: Option<TagListType>,
}

/// Roles.
#[shape]
pub struct RoleListType(pub Vec<Role>);

/// An access key with its secret.
#[shape]
pub struct AccessKey {
    /// The user.
    pub user_name: UserNameType,
    /// The key's id.
    pub access_key_id: AccessKeyIdType,
    /// Whether it may be used.
    pub status: StatusType,
    /// The secret.
    pub secret_access_key: AccessKeySecretType,
    /// When it was made.
    pub create_date: Option<Timestamp>,
}

/// An access key without its secret.
#[shape]
pub struct AccessKeyMetadata {
    /// The user.
    pub user_name: Option<UserNameType>,
    /// The key's id.
    pub access_key_id: Option<AccessKeyIdType>,
    /// Whether it may be used.
    pub status: Option<StatusType>,
    /// When it was made.
    pub create_date: Option<Timestamp>,
}

/// Access keys without their secrets.
#[shape]
pub struct AccessKeyMetadataListType(pub Vec<AccessKeyMetadata>);

/// A managed policy, but for its document.
#[shape]
pub struct Policy {
    /// The name.
    pub policy_name: Option<PolicyNameType>,
    /// The unique id, which no other policy ever has.
    pub policy_id: Option<IdType>,
    /// The ARN.
    pub arn: Option<ArnType>,
    /// The path.
    pub path: Option<PolicyPathType>,
    /// The version that counts.
    pub default_version_id: Option<PolicyVersionIdType>,
    /// How many users and roles it is attached to.
    pub attachment_count: Option<AttachmentCountType>,
    /// How many users and roles it is the permissions boundary of.
    pub permissions_boundary_usage_count: Option<AttachmentCountType>,
    /// Whether it can be attached.
    pub is_attachable: Option<bool>,
    /// What it is for.
    pub description: Option<PolicyDescriptionType>,
    /// When it was made.
    pub create_date: Option<Timestamp>,
    /// When it last changed.
    pub update_date: Option<Timestamp>,
    /// The tags.
    pub tags: Option<TagListType>,
}

/// Managed policies.
#[shape]
pub struct PolicyListType(pub Vec<Policy>);

/// Whose policies are meant.
#[shape(as_written)]
pub enum PolicyScopeType {
    /// All there are.
    All,
    /// Those that AWS has made.
    #[allow(clippy::upper_case_acronyms, reason = "AWS's name")]
    AWS,
    /// Those of the account.
    Local,
}

/// What a policy is used for.
#[shape(as_written)]
pub enum PolicyUsageType {
    /// It permits.
    PermissionsPolicy,
    /// It limits.
    PermissionsBoundary,
}

/// A managed policy that is attached to a user or role.
#[shape]
pub struct AttachedPolicy {
    /// Its name.
    pub policy_name: Option<PolicyNameType>,
    /// Its ARN.
    pub policy_arn: Option<ArnType>,
}

/// The managed policies that are attached to a user or role.
#[shape]
pub struct AttachedPoliciesListType(pub Vec<AttachedPolicy>);

/// The most that a user or role may be permitted.
#[shape]
pub struct AttachedPermissionsBoundary {
    /// What kind of boundary it is.
    pub permissions_boundary_type: Option<PermissionsBoundaryAttachmentType>,
    /// The policy.
    pub permissions_boundary_arn: Option<ArnType>,
}

/// What a permissions boundary is.
#[shape(as_written)]
pub enum PermissionsBoundaryAttachmentType {
    /// A managed policy.
    PermissionsBoundaryPolicy,
}
