//! Users and roles as principals, with the policies that apply to them.

use std::sync::Arc;

use roster_domain::Principal;
use roster_domain::caller::UserPrincipal;
use roster_domain::records::iam::{Attachment, IamUser, InlinePolicy};
use roster_policy::{Document, Kind, Policies, Policy};
use roster_store::{StoreError, Transaction};

use super::{Owner, attached_policy, boundary_policy, pairs};

/// A user as a principal.
pub(crate) fn user_principal(user: IamUser) -> Principal {
    Principal::User(Arc::new(UserPrincipal {
        tags: pairs(user.tags.as_ref()),
        name: user.name,
        path: user.path,
        id: user.id,
    }))
}

/// The policies of a user or role.
pub(crate) async fn policies<O: Owner>(
    transaction: &mut Transaction<'_>,
    account: &str,
    owner: &O,
) -> Result<Policies, StoreError> {
    let mut identity = inline_policies(transaction, owner).await?;
    identity.extend(attached_policies(transaction, owner).await?);
    Ok(Policies {
        identity,
        boundary: compiled_boundary(transaction, account, owner).await?,
        session: Vec::new(),
    })
}

/// The policies that are part of a user or role.
pub(crate) async fn inline_policies<O: Owner>(
    transaction: &mut Transaction<'_>,
    owner: &O,
) -> Result<Vec<Policy>, StoreError> {
    let inline: Vec<InlinePolicy> = transaction
        .all(&InlinePolicy::BY_OWNER, &InlinePolicy::of_owner(owner.id()))
        .await?;
    let compiled = |policy: &InlinePolicy| compiled(&policy.name, &policy.document);
    inline.iter().map(compiled).collect()
}

/// The policies that are attached to a user or role.
pub(crate) async fn attached_policies<O: Owner>(
    transaction: &mut Transaction<'_>,
    owner: &O,
) -> Result<Vec<Policy>, StoreError> {
    let attachments: Vec<Attachment> = transaction
        .all(&Attachment::BY_OWNER, &Attachment::of(owner.id()))
        .await?;
    let mut policies = Vec::new();
    for attachment in &attachments {
        let policy = attached_policy(transaction, attachment).await?;
        policies.push(compiled(&policy.name, &policy.document)?);
    }
    Ok(policies)
}

/// The permissions boundary of a user or role.
pub(crate) async fn compiled_boundary<O: Owner>(
    transaction: &mut Transaction<'_>,
    account: &str,
    owner: &O,
) -> Result<Option<Policy>, StoreError> {
    let boundary = boundary_policy(transaction, account, owner.boundary_id()).await?;
    boundary
        .map(|policy| compiled(&policy.name, &policy.document))
        .transpose()
}

/// A stored policy, which was checked when it was written.
pub(crate) fn compiled(name: &str, document: &str) -> Result<Policy, StoreError> {
    let document = Document::parse(document, Kind::Identity)
        .map_err(|_| StoreError::Corrupt(format!("the policy {name} is no policy")))?;
    Ok(Policy {
        name: name.into(),
        document: Arc::new(document),
    })
}
