//! Shapes of IAM. Botocore's model names most of them in small letters (`userNameType`).

use roster_model_derive::shape;

use super::Timestamp;
use crate::patterns;

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

/// The name of a policy.
#[shape(length(1, 128), pattern = patterns::IAM_NAME)]
pub struct PolicyNameType(pub String);

/// A policy document in JSON.
#[shape(length(1, 131_072), pattern = patterns::POLICY_DOCUMENT)]
pub struct PolicyDocumentType(pub String);

/// Where a page starts; taken as it was given in the page before.
#[shape(length(1, 320), pattern = patterns::IAM_MARKER)]
pub struct MarkerType(pub String);

/// How many results a page may hold, up to 1,000.
#[shape(range(1, 1000))]
pub struct MaxItemsType(pub i32);

/// The key of a tag.
#[shape(length(1, 128), pattern = patterns::IAM_TAG_KEY)]
pub struct TagKeyType(pub String);

/// The value of a tag.
#[shape(length(0, 256), pattern = patterns::IAM_TAG_VALUE)]
pub struct TagValueType(pub String);

/// A tag.
#[shape]
pub struct Tag {
    /// Its key.
    pub key: TagKeyType,
    /// Its value.
    pub value: TagValueType,
}

/// Tags.
#[shape(length(_, 50))]
pub struct TagListType(pub Vec<Tag>);

/// Whether an access key may be used.
#[shape(as_written)]
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
