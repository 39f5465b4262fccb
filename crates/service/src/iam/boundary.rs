//! Permissions boundaries: the most that a user or role may be permitted.

use roster_domain::records::iam::{ManagedPolicy, key_of};
use roster_model::shapes::iam::{ArnType, AttachedPermissionsBoundary, PermissionsBoundaryAttachmentType};
use roster_store::{StoreError, Transaction};

use super::{Owner, aws_managed, managed};
use crate::context::Context;
use crate::refusal::{IamRefusal, Refusal};

/// The id of the policy that a request names as a boundary.
pub(crate) async fn boundary_id(cx: &mut Context<'_>, arn: &ArnType) -> Result<String, Refusal> {
    let found = managed::managed(cx, arn).await?;
    let policy = found.ok_or_else(|| IamRefusal::NoSuchBoundary(arn.to_string()))?;
    Ok(policy.id)
}

/// Sets the boundary of an owner.
pub(crate) async fn set_boundary<O: Owner>(
    cx: &mut Context<'_>,
    owner: O,
    arn: &ArnType,
) -> Result<(), Refusal> {
    let id = boundary_id(cx, arn).await?;
    let bounded = owner.clone().with_boundary(Some(id));
    cx.replace(&owner, &bounded).await
}

/// Lifts the boundary of an owner.
pub(crate) async fn lift_boundary<O: Owner>(cx: &mut Context<'_>, owner: O) -> Result<(), Refusal> {
    if owner.boundary_id().is_none() {
        return Err(IamRefusal::Unbounded {
            what: O::ENTITY,
            name: owner.name().to_owned(),
        }
        .into());
    }
    let free = owner.clone().with_boundary(None);
    cx.replace(&owner, &free).await
}

/// The boundary of an owner as AWS describes it.
pub(crate) async fn boundary<O: Owner>(
    cx: &mut Context<'_>,
    owner: &O,
) -> Result<Option<AttachedPermissionsBoundary>, StoreError> {
    let policy = boundary_policy(
        &mut cx.transaction,
        &cx.request_context.account_region().account,
        owner.boundary_id(),
    )
    .await?;
    Ok(policy.map(|policy| AttachedPermissionsBoundary {
        permissions_boundary_type: Some(PermissionsBoundaryAttachmentType::PermissionsBoundaryPolicy),
        permissions_boundary_arn: Some(ArnType(managed::arn_of(cx, &policy))),
    }))
}

/// The policy that is a boundary.
pub(crate) async fn boundary_policy(
    transaction: &mut Transaction<'_>,
    account: &str,
    id: Option<&str>,
) -> Result<Option<ManagedPolicy>, StoreError> {
    let Some(id) = id else { return Ok(None) };
    if let Some(policy) = aws_managed::with_id(account, id) {
        return Ok(Some(policy));
    }
    let policy: Option<ManagedPolicy> = transaction.get(&key_of(account, id)).await?;
    let missing = || StoreError::Corrupt("a permissions boundary is gone".to_owned());
    policy.ok_or_else(missing).map(Some)
}
