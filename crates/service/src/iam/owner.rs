//! Users and roles: what policies belong to.

use roster_domain::records::iam::{self, AccessKey, Attachment, IamRole, IamUser, InlinePolicy};
use roster_domain::{Index, Record};
use roster_model::shapes::iam::PolicySourceType;
use roster_store::{StoreError, Transaction};

use super::entity_of_arn;
use crate::context::Context;
use crate::refusal::{Entity, IamRefusal, Refusal};
use crate::request_context::RequestContext;

/// A user or role.
pub(crate) trait Owner: Record {
    /// What it is.
    const ENTITY: Entity;
    /// What stands before its path in its ARN.
    const ARN_WORD: &'static str;
    /// What its inline policies are called where policies are tried out.
    const POLICY_SOURCE: PolicySourceType;
    /// What its inline policies are.
    const POLICY: Entity;
    /// The index by account and name.
    const BY_NAME: &'static Index;
    /// How long all inline policies of one may be together. Source: the IAM user guide on quotas.
    const INLINE_SIZE: usize;
    /// What AWS calls the quota of attached policies.
    const ATTACHED_QUOTA: &'static str;

    /// The unique id.
    fn id(&self) -> &str;
    /// The account.
    fn account(&self) -> &str;
    /// The path.
    fn path(&self) -> &str;
    /// The name.
    fn name(&self) -> &str;
    /// The id of the permissions boundary.
    fn boundary_id(&self) -> Option<&str>;
    /// The same with another permissions boundary.
    fn with_boundary(self, id: Option<String>) -> Self;
}

impl Owner for IamUser {
    const ENTITY: Entity = Entity::User;
    const ARN_WORD: &'static str = "user";
    const POLICY_SOURCE: PolicySourceType = PolicySourceType::User;
    const POLICY: Entity = Entity::UserPolicy;
    const BY_NAME: &'static Index = &Self::BY_NAME;
    const INLINE_SIZE: usize = 2_048;
    const ATTACHED_QUOTA: &'static str = "PoliciesPerUser";

    fn id(&self) -> &str {
        &self.id
    }

    fn account(&self) -> &str {
        &self.account
    }

    fn path(&self) -> &str {
        &self.path
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn boundary_id(&self) -> Option<&str> {
        self.boundary_id.as_deref()
    }

    fn with_boundary(self, boundary_id: Option<String>) -> Self {
        Self { boundary_id, ..self }
    }
}

impl Owner for IamRole {
    const ENTITY: Entity = Entity::Role;
    const ARN_WORD: &'static str = "role";
    const POLICY_SOURCE: PolicySourceType = PolicySourceType::Role;
    const POLICY: Entity = Entity::RolePolicy;
    const BY_NAME: &'static Index = &Self::BY_NAME;
    const INLINE_SIZE: usize = 10_240;
    const ATTACHED_QUOTA: &'static str = "PoliciesPerRole";

    fn id(&self) -> &str {
        &self.id
    }

    fn account(&self) -> &str {
        &self.account
    }

    fn path(&self) -> &str {
        &self.path
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn boundary_id(&self) -> Option<&str> {
        self.boundary_id.as_deref()
    }

    fn with_boundary(self, boundary_id: Option<String>) -> Self {
        Self { boundary_id, ..self }
    }
}

/// The user or role that a request names.
pub(crate) async fn owner<O: Owner>(cx: &mut Context<'_>, name: &str) -> Result<O, Refusal> {
    let entry = iam::named(O::BY_NAME, &cx.account_region().account, name);
    let found = cx.transaction.find(&entry).await?;
    found.ok_or_else(|| O::ENTITY.missing(name).into())
}

/// The user or role of an ARN, in whatever account of the caller's partition; none if there is none.
pub(crate) async fn owner_of_arn<O: Owner>(cx: &mut Context<'_>, arn: &str) -> Result<Option<O>, StoreError> {
    let Some(entity) = entity_of_arn(arn).filter(|entity| entity.word == O::ARN_WORD) else {
        return Ok(None);
    };
    if cx.accounts.partition(entity.account) != Some(cx.account_region().partition()) {
        return Ok(None);
    }
    let entry = iam::named(O::BY_NAME, entity.account, entity.name);
    let found: Option<O> = cx.transaction.find(&entry).await?;
    Ok(found.filter(|owner| arn_of(cx, owner) == arn))
}

/// The ARN of a user or role.
pub(crate) fn arn_of<O: Owner>(cx: &RequestContext, owner: &O) -> String {
    let account_region = cx.account_region().of_account(owner.account());
    account_region.iam(O::ARN_WORD, owner.path(), owner.name())
}

/// Refuses to delete what still has keys or policies, in AWS's words.
pub(crate) async fn require_bare<O: Owner>(
    transaction: &mut Transaction<'_>,
    owner: &O,
) -> Result<(), Refusal> {
    let id = owner.id();
    let keys = transaction
        .count::<AccessKey>(&AccessKey::BY_USER, &AccessKey::of_user(id))
        .await?;
    let inline = transaction
        .count::<InlinePolicy>(&InlinePolicy::BY_OWNER, &InlinePolicy::of_owner(id))
        .await?;
    let attached = transaction
        .count::<Attachment>(&Attachment::BY_OWNER, &Attachment::of(id))
        .await?;
    let first = [
        (keys, "Cannot delete entity, must delete access keys first."),
        (inline, "Cannot delete entity, must delete policies first."),
        (attached, "Cannot delete entity, must detach all policies first."),
    ];
    match first.into_iter().find(|(count, _)| *count > 0) {
        Some((_, why)) => Err(IamRefusal::DeleteConflict(why).into()),
        None => Ok(()),
    }
}
