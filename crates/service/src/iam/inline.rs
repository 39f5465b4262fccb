//! Policies that are part of a user or role.

use roster_domain::Record;
use roster_domain::records::iam::InlinePolicy;
use roster_policy::{Kind, counted_size};
use roster_store::Transaction;

use super::{Owner, require_policy};
use crate::refusal::{IamRefusal, Refusal, write_failed};

/// Gives an owner a policy, or replaces the one of this name.
pub(crate) async fn put_inline<O: Owner>(
    transaction: &mut Transaction<'_>,
    owner: &O,
    name: &str,
    document: &str,
) -> Result<(), Refusal> {
    require_policy(document, Kind::Identity)?;
    let policy = InlinePolicy {
        owner_id: owner.id().to_owned(),
        name: name.to_owned(),
        document: document.to_owned(),
    };
    let all: Vec<InlinePolicy> = transaction
        .all(&InlinePolicy::BY_OWNER, &InlinePolicy::of_owner(owner.id()))
        .await?;
    let others = all.iter().filter(|other| other.name != policy.name);
    let size: usize = others.map(|other| counted_size(&other.document)).sum();
    if size + counted_size(document) > O::INLINE_SIZE {
        return Err(IamRefusal::PolicySize {
            what: O::ENTITY,
            name: owner.name().to_owned(),
            most: O::INLINE_SIZE,
        }
        .into());
    }
    match transaction.get::<InlinePolicy>(&policy.key()).await? {
        Some(old) => transaction.update(&old, &policy).await,
        None => transaction.insert(&policy).await,
    }
    .map_err(write_failed)
}

/// A policy of an owner.
pub(crate) async fn find_inline<O: Owner>(
    transaction: &mut Transaction<'_>,
    owner: &O,
    name: &str,
) -> Result<InlinePolicy, Refusal> {
    let found = transaction.get(&InlinePolicy::key_of(owner.id(), name)).await?;
    found.ok_or_else(|| O::POLICY.missing(name).into())
}

/// Takes a policy from an owner.
pub(crate) async fn delete_inline<O: Owner>(
    transaction: &mut Transaction<'_>,
    owner: &O,
    name: &str,
) -> Result<(), Refusal> {
    let policy = find_inline(transaction, owner, name).await?;
    Ok(transaction.delete(&policy).await?)
}
