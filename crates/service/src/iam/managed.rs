//! Managed policies, and the users and roles that they are attached to.

use roster_domain::records::iam::{Attachment, IamRole, IamUser, ManagedPolicy, of_account};
use roster_domain::{Key, Record};
use roster_model::shapes::iam::{
    ArnType, AttachedPoliciesListType, AttachedPolicy, MarkerType, MaxItemsType, PolicyPathType,
    PolicyScopeType, ResponseMarkerType,
};
use roster_store::{StoreError, Transaction};

use super::{Owner, Page, aws_managed};
use crate::context::Context;
use crate::paging::{self, List};
use crate::refusal::{Entity, IamRefusal, Refusal};
use crate::request_context::RequestContext;

/// How many policies may be attached to one user or role. Source: the IAM user guide on quotas.
const ATTACHED: usize = 10;

/// The managed policy of an ARN; none if there is none.
pub(crate) async fn managed(cx: &mut Context<'_>, arn: &ArnType) -> Result<Option<ManagedPolicy>, Refusal> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let (account, name) = match parts[..] {
        ["arn", _, "iam", "", account, resource] => match resource.strip_prefix("policy/") {
            Some(path) => (account, path.rsplit('/').next().unwrap_or(path)),
            None => return Err(IamRefusal::NotAnArn(arn.to_string()).into()),
        },
        _ => return Err(IamRefusal::NotAnArn(arn.to_string()).into()),
    };
    if account == aws_managed::ACCOUNT {
        let found = aws_managed::named(&cx.account_region().account, name);
        return Ok(found.filter(|policy| arn_of(cx, policy).eq_ignore_ascii_case(arn)));
    }
    if *account != *cx.account_region().account {
        return Ok(None);
    }
    let found: Option<ManagedPolicy> = cx.transaction.find(&ManagedPolicy::named(account, name)).await?;
    Ok(found.filter(|policy| arn_of(cx, policy).eq_ignore_ascii_case(arn)))
}

/// The managed policy of an ARN, which must be there.
pub(crate) async fn required_policy(cx: &mut Context<'_>, arn: &ArnType) -> Result<ManagedPolicy, Refusal> {
    let found = managed(cx, arn).await?;
    found.ok_or_else(|| Entity::Policy.missing(arn).into())
}

/// The ARN of a managed policy.
pub(crate) fn arn_of(cx: &RequestContext, policy: &ManagedPolicy) -> String {
    let ManagedPolicy {
        account, path, name, ..
    } = policy;
    format!(
        "arn:{}:iam::{account}:policy{path}{name}",
        cx.account_region().partition()
    )
}

/// A page of the managed policies of a scope, below a path: those of the account by name, then AWS's.
pub(crate) async fn policies(
    cx: &mut Context<'_>,
    scope: PolicyScopeType,
    path_prefix: Option<&str>,
    marker: Option<&MarkerType>,
    max_items: Option<&MaxItemsType>,
) -> Result<Page<ManagedPolicy>, Refusal> {
    let is_below = |policy: &ManagedPolicy| path_prefix.is_none_or(|prefix| policy.path.starts_with(prefix));
    let of_aws = List::new("managed policies of AWS", &Key::new());
    let token_of_aws = marker.filter(|marker| scope == PolicyScopeType::AWS || of_aws.place(marker).is_ok());
    let mut page = match (scope, token_of_aws) {
        (PolicyScopeType::AWS, _) | (PolicyScopeType::All, Some(_)) => Page::empty(),
        (PolicyScopeType::Local | PolicyScopeType::All, _) => {
            super::filtered(
                &mut cx.transaction,
                &ManagedPolicy::BY_NAME,
                &of_account(&cx.request_context.account_region().account),
                marker,
                max_items,
                is_below,
            )
            .await?
        }
    };
    if scope != PolicyScopeType::Local && !page.is_truncated {
        let mut all = aws_managed::all(&cx.request_context.account_region().account);
        all.retain(is_below);
        let room = super::page::limit(max_items) - page.records.len();
        let token = token_of_aws.map(|marker| marker.as_str());
        let (stretch, next) =
            paging::stretch(&of_aws, all.len(), token, room).map_err(|_| IamRefusal::NotAMarker)?;
        page.records.extend(all.drain(stretch));
        page = page.with_next(next);
    }
    Ok(page)
}

/// To how many users and roles a policy is attached, and of how many it is the boundary.
pub(crate) async fn usage(
    transaction: &mut Transaction<'_>,
    policy: &ManagedPolicy,
) -> Result<(u64, u64), StoreError> {
    let of_policy = Attachment::of(&policy.id);
    let attached = transaction
        .count::<Attachment>(&Attachment::BY_POLICY, &of_policy)
        .await?;
    let users = transaction
        .count::<IamUser>(&IamUser::BY_BOUNDARY, &of_policy)
        .await?;
    let roles = transaction
        .count::<IamRole>(&IamRole::BY_BOUNDARY, &of_policy)
        .await?;
    Ok((attached, users + roles))
}

/// Attaches a policy. Attached twice is attached.
pub(crate) async fn attach<O: Owner>(cx: &mut Context<'_>, owner: &O, arn: &ArnType) -> Result<(), Refusal> {
    let Some(policy) = managed(cx, arn).await? else {
        return Err(IamRefusal::NotAttachable(arn.to_string()).into());
    };
    let attachment = Attachment {
        account: cx.account_region().account.clone(),
        owner_id: owner.id().to_owned(),
        policy_id: policy.id,
    };
    if cx
        .transaction
        .get::<Attachment>(&attachment.key())
        .await?
        .is_some()
    {
        return Ok(());
    }
    let attached = cx
        .transaction
        .count::<Attachment>(&Attachment::BY_OWNER, &Attachment::of(owner.id()))
        .await?;
    let full = IamRefusal::Quota {
        name: O::ATTACHED_QUOTA,
        most: ATTACHED,
    };
    if attached >= ATTACHED as u64 {
        return Err(full.into());
    }
    cx.insert_unless_taken(&attachment, full).await
}

/// Detaches a policy.
pub(crate) async fn detach<O: Owner>(cx: &mut Context<'_>, owner: &O, arn: &ArnType) -> Result<(), Refusal> {
    let missing = || Refusal::from(Entity::Policy.missing(arn));
    let policy = required_policy(cx, arn).await?;
    let key = Attachment::of(owner.id()).text(&policy.id);
    let attachment: Attachment = cx.transaction.get(&key).await?.ok_or_else(missing)?;
    Ok(cx.transaction.delete(&attachment).await?)
}

/// What a list of attached policies answers.
pub(crate) struct Attached {
    pub(crate) policies: AttachedPoliciesListType,
    pub(crate) is_truncated: bool,
    pub(crate) marker: Option<ResponseMarkerType>,
}

/// A page of the policies that are attached to an owner.
pub(crate) async fn attached<O: Owner>(
    cx: &mut Context<'_>,
    owner: &O,
    path_prefix: Option<&PolicyPathType>,
    marker: Option<&MarkerType>,
    max_items: Option<&MaxItemsType>,
) -> Result<Attached, Refusal> {
    let Page {
        records: attachments,
        is_truncated,
        marker,
    } = super::page::<Attachment>(
        &mut cx.transaction,
        &Attachment::BY_OWNER,
        &Attachment::of(owner.id()),
        marker,
        max_items,
    )
    .await?;
    let mut policies = Vec::new();
    for attachment in attachments {
        let policy = attached_policy(&mut cx.transaction, &attachment).await?;
        if path_prefix.is_none_or(|prefix| policy.path.starts_with(prefix.as_str())) {
            policies.push(AttachedPolicy {
                policy_arn: Some(ArnType(arn_of(cx, &policy))),
                policy_name: Some(policy.name.into()),
            });
        }
    }
    Ok(Attached {
        policies: AttachedPoliciesListType(policies),
        is_truncated,
        marker,
    })
}

/// The policy of an attachment.
pub(crate) async fn attached_policy(
    transaction: &mut Transaction<'_>,
    attachment: &Attachment,
) -> Result<ManagedPolicy, StoreError> {
    if let Some(policy) = aws_managed::with_id(&attachment.account, &attachment.policy_id) {
        return Ok(policy);
    }
    let policy = transaction.get(&attachment.policy_key()).await?;
    policy.ok_or_else(|| StoreError::Corrupt("an attached policy is gone".to_owned()))
}
