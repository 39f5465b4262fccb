//! AssumeRole.

use roster_model_derive::{operation, shape};

use crate::patterns;
use crate::shapes::Timestamp;
use crate::shapes::iam::{AccessKeyIdType, AccessKeySecretType, ArnType, TagKeyType, TagListType};

/// Gives temporary credentials with which the caller is a role for a while.
#[operation(
    service = Sts,
    effect = Write,
    resources = "role*",
    further = "Tags: sts:TagSession on role, TransitiveTagKeys: sts:TagSession on role, SourceIdentity: sts:SetSourceIdentity on role",
    exceptions = [MalformedPolicyDocument, PackedPolicyTooLarge],
)]
pub struct AssumeRole;

/// The input of `AssumeRole`.
#[shape]
pub struct AssumeRoleRequest {
    /// The ARN of the role.
    pub role_arn: ArnType,
    /// What the session is called: part of its ARN.
    pub role_session_name: RoleSessionNameType,
    /// A session policy: the most that the session may use of the role's permissions.
    pub policy: Option<UnrestrictedSessionPolicyDocumentType>,
    /// How long the session lasts, in seconds; an hour by default.
    pub duration_seconds: Option<RoleDurationSecondsType>,
    /// Tags of the session, added to those of the role.
    pub tags: Option<TagListType>,
    /// The keys of those tags that go on to sessions begun in this one.
    pub transitive_tag_keys: Option<TagKeyListType>,
    /// What the owner of the role has agreed on with the caller.
    pub external_id: Option<ExternalIdType>,
    /// The MFA device of the caller. Roster knows none: taken, and not checked.
    pub serial_number: Option<SerialNumberType>,
    /// The code that the MFA device shows: taken, and not checked.
    pub token_code: Option<TokenCodeType>,
    /// The source identity of the session. Sessions begun in this one inherit it and cannot change it.
    pub source_identity: Option<SourceIdentityType>,
}

/// The output of `AssumeRole`.
#[shape]
pub struct AssumeRoleResponse {
    /// The credentials.
    pub credentials: Option<Credentials>,
    /// The principal that these credentials belong to.
    pub assumed_role_user: Option<AssumedRoleUser>,
    /// How much of the room for session policy and tags is used, in percent.
    pub packed_policy_size: Option<NonNegativeIntegerType>,
    /// The source identity of the session.
    pub source_identity: Option<SourceIdentityType>,
}

/// The name of a session.
#[shape(length(2, 64), pattern = patterns::IAM_NAME_OR_NOTHING)]
pub struct RoleSessionNameType(pub String);

/// A session policy in JSON.
#[shape(length(1, _), pattern = patterns::POLICY_DOCUMENT)]
pub struct UnrestrictedSessionPolicyDocumentType(pub String);

/// How long a session lasts, in seconds.
#[shape(range(900, 43_200))]
pub struct RoleDurationSecondsType(pub i32);

/// An external id, agreed between the owner of a role and those that assume it.
#[shape(length(2, 1224), pattern = patterns::EXTERNAL_ID)]
pub struct ExternalIdType(pub String);

/// The serial number of an MFA device, or its ARN.
#[shape(length(9, 256), pattern = patterns::MFA_SERIAL_NUMBER)]
pub struct SerialNumberType(pub String);

/// The code that an MFA device shows.
#[shape(length(6, 6), pattern = patterns::MFA_CODE)]
pub struct TokenCodeType(pub String);

/// A source identity.
#[shape(length(2, 64), pattern = patterns::IAM_NAME_OR_NOTHING)]
pub struct SourceIdentityType(pub String);

/// Keys of tags.
#[shape(length(_, 50))]
pub struct TagKeyListType(pub Vec<TagKeyType>);

/// A percentage.
#[shape(range(0, _))]
pub struct NonNegativeIntegerType(pub i32);

/// Temporary credentials.
#[shape]
pub struct Credentials {
    /// The id of the access key, `ASIA…`.
    pub access_key_id: AccessKeyIdType,
    /// The secret.
    pub secret_access_key: AccessKeySecretType,
    /// The token that goes with every request.
    pub session_token: TokenType,
    /// When the credentials expire.
    pub expiration: Timestamp,
}

/// A session token.
#[shape]
pub struct TokenType(pub String);

/// A role and its session.
#[shape]
pub struct AssumedRoleUser {
    /// The unique id: that of the role, and the name of the session.
    pub assumed_role_id: AssumedRoleIdType,
    /// The ARN of the session.
    pub arn: ArnType,
}

/// The unique id of a session.
#[shape(length(2, 193), pattern = patterns::ASSUMED_ROLE_ID)]
pub struct AssumedRoleIdType(pub String);
