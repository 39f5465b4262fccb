//! The principals of a trust policy, resolved to the unique ids of the users and roles that exist when it is
//! written. Source: the IAM user guide on the Principal element; reasons:
//! docs/decisions/0028-principals-of-trust-policies.md.

use std::collections::HashMap;

use roster_domain::records::iam::{IamRole, IamUser, TrustedPrincipal, key_of, named};
use roster_policy::{Document, rename_principals};
use roster_store::{StoreError, Transaction};

use super::{Owner, owner_of_arn};
use crate::context::Context;
use crate::refusal::{IamRefusal, Refusal};
use crate::request_context::RequestContext;

/// What a principal of a trust policy means.
enum Meaning {
    /// A user or role that is there.
    Entity(TrustedPrincipal),
    /// An account that is there, or what is known by its unique id already.
    Itself,
    /// No principal.
    Nobody,
}

/// The users and roles that a trust policy names by their ARNs. All of them must exist.
pub(crate) async fn principals(
    cx: &mut Context<'_>,
    trust_policy: &Document,
) -> Result<Vec<TrustedPrincipal>, Refusal> {
    let mut found: Vec<TrustedPrincipal> = Vec::new();
    for text in trust_policy.principals() {
        if found.iter().any(|principal| principal.arn == text) {
            continue;
        }
        match meaning(cx, text).await? {
            Meaning::Entity(principal) => found.push(principal),
            Meaning::Itself => {}
            Meaning::Nobody => return Err(IamRefusal::InvalidPrincipal(text.to_owned()).into()),
        }
    }
    Ok(found)
}

/// The trust policy of a role, as answers show it: a deleted principal appears as its unique id.
pub(crate) async fn shown_trust_policy(
    transaction: &mut Transaction<'_>,
    role: &IamRole,
) -> Result<String, StoreError> {
    let mut gone = HashMap::new();
    for principal in role.principals.iter().flatten() {
        if !is_there(transaction, &principal.account, &principal.id).await? {
            gone.insert(principal.arn.as_str(), principal.id.as_str());
        }
    }
    Ok(rename_principals(&role.trust_policy, |arn| {
        gone.get(arn).copied()
    }))
}

async fn meaning(cx: &mut Context<'_>, text: &str) -> Result<Meaning, StoreError> {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    match parts[..] {
        ["arn", partition, service, "", account, resource] => {
            let is_ours = partition == cx.account_region().partition().name();
            if !is_ours || !has_account(cx, account) {
                return Ok(Meaning::Nobody);
            }
            of_arn(cx, text, (service, account, resource)).await
        }
        [account] if has_account(cx, account) => Ok(Meaning::Itself),
        // An id does not say its account, and to look in all of them would cost more than the request weighs.
        [id] if is_there(
            &mut cx.transaction,
            &cx.request_context.account_region().account,
            id,
        )
        .await? =>
        {
            Ok(Meaning::Itself)
        }
        _ => Ok(Meaning::Nobody),
    }
}

/// What an ARN in an account that is there means.
async fn of_arn(
    cx: &mut Context<'_>,
    arn: &str,
    (service, account, resource): (&str, &str, &str),
) -> Result<Meaning, StoreError> {
    let word = resource.split_once('/').map_or(resource, |(word, _)| word);
    let entity = |id: Option<String>| match id {
        Some(id) => Meaning::Entity(TrustedPrincipal {
            arn: arn.to_owned(),
            account: account.into(),
            id,
        }),
        None => Meaning::Nobody,
    };
    Ok(match (service, word) {
        ("iam", "root") if resource == "root" => Meaning::Itself,
        ("iam", IamUser::ARN_WORD) => {
            let user: Option<IamUser> = owner_of_arn(cx, arn).await?;
            entity(user.map(|user| user.id))
        }
        ("iam", IamRole::ARN_WORD) => {
            let role: Option<IamRole> = owner_of_arn(cx, arn).await?;
            entity(role.map(|role| role.id))
        }
        ("sts", "assumed-role") => {
            let role = role_of_session(&mut cx.transaction, account, resource).await?;
            entity(role.map(|role| role.id))
        }
        _ => Meaning::Nobody,
    })
}

/// The role in the name of a session, `assumed-role/ROLE/SESSION`: it has no path there.
async fn role_of_session(
    transaction: &mut Transaction<'_>,
    account: &str,
    resource: &str,
) -> Result<Option<IamRole>, StoreError> {
    let ["assumed-role", name, session] = resource.split('/').collect::<Vec<_>>()[..] else {
        return Ok(None);
    };
    let entry = named(&IamRole::BY_NAME, account, name);
    let found: Option<IamRole> = transaction.find(&entry).await?;
    Ok(found.filter(|role| role.name == name && !session.is_empty()))
}

/// Whether Roster has an account, in the caller's partition.
fn has_account(cx: &RequestContext, account: &str) -> bool {
    cx.accounts.partition(account) == Some(cx.account_region().partition())
}

/// Whether the user or role of a unique id is there.
async fn is_there(transaction: &mut Transaction<'_>, account: &str, id: &str) -> Result<bool, StoreError> {
    let key = key_of(account, id);
    Ok(if id.starts_with("AROA") {
        transaction.get::<IamRole>(&key).await?.is_some()
    } else {
        transaction.get::<IamUser>(&key).await?.is_some()
    })
}
