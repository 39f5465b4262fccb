//! What IAM keeps, as AWS describes it.

use roster_domain::records::iam::{IamRole, IamUser, ManagedPolicy};
use roster_model::shapes::iam::{
    ArnType, AttachedPermissionsBoundary, AttachmentCountType, IdType, PathType, Policy, Role, User,
};
use roster_store::StoreError;

use super::{encoded, managed, shown_trust_policy};
use crate::context::Context;
use crate::request_context::RequestContext;

/// A user.
pub(crate) fn describe_user(
    cx: &RequestContext,
    user: IamUser,
    permissions_boundary: Option<AttachedPermissionsBoundary>,
) -> User {
    User {
        arn: ArnType(cx.account_region().iam("user", &user.path, &user.name)),
        path: PathType(user.path),
        user_name: user.name.into(),
        user_id: IdType(user.id),
        create_date: user.create_date,
        permissions_boundary,
        tags: user.tags,
    }
}

/// A role.
pub(crate) async fn describe_role(
    cx: &mut Context<'_>,
    role: IamRole,
    permissions_boundary: Option<AttachedPermissionsBoundary>,
) -> Result<Role, StoreError> {
    let trust_policy = shown_trust_policy(&mut cx.transaction, &role).await?;
    Ok(Role {
        arn: ArnType(cx.account_region().iam("role", &role.path, &role.name)),
        path: PathType(role.path),
        role_name: role.name.into(),
        role_id: IdType(role.id),
        create_date: role.create_date,
        assume_role_policy_document: Some(encoded(&trust_policy).into()),
        description: role.description.map(Into::into),
        max_session_duration: Some(role.max_session_duration.into()),
        permissions_boundary,
        tags: role.tags,
    })
}

/// A managed policy. It has one version, as no operation makes another.
pub(crate) async fn describe_policy(
    cx: &mut Context<'_>,
    policy: ManagedPolicy,
) -> Result<Policy, StoreError> {
    let (attached, bounding) = managed::usage(&mut cx.transaction, &policy).await?;
    let count = |count| AttachmentCountType(i32::try_from(count).unwrap_or(i32::MAX));
    Ok(Policy {
        arn: Some(ArnType(managed::arn_of(cx, &policy))),
        policy_name: Some(policy.name.into()),
        policy_id: Some(IdType(policy.id)),
        path: Some(policy.path.into()),
        default_version_id: Some("v1".to_owned().into()),
        attachment_count: Some(count(attached)),
        permissions_boundary_usage_count: Some(count(bounding)),
        is_attachable: Some(true),
        description: policy.description.map(Into::into),
        create_date: Some(policy.create_date),
        update_date: Some(policy.create_date),
        tags: policy.tags,
    })
}
