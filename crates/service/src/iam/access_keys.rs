//! Access keys and the users they belong to.

use roster_domain::Principal;
use roster_domain::records::iam::{AccessKey, IamUser, key_of};
use roster_model::shapes::iam::{AccessKeyIdType, ExistingUserNameType};

use super::owner;
use crate::context::Context;
use crate::refusal::{Entity, IamRefusal, Refusal};

/// The user that a request names, or else the caller.
pub(crate) async fn user_or_caller(
    cx: &mut Context<'_>,
    name: Option<&ExistingUserNameType>,
) -> Result<IamUser, Refusal> {
    match (name, &cx.request_context.caller.principal) {
        (Some(name), _) => owner(cx, name).await,
        (None, Principal::User(caller)) => {
            // By the id: the name may be another's by now.
            let key = key_of(&cx.account_region().account, &caller.id);
            let found: Option<IamUser> = cx.transaction.get(&key).await?;
            found.ok_or_else(|| Entity::User.missing(&caller.name).into())
        }
        (
            None,
            Principal::Root
            | Principal::Session(_)
            | Principal::ConnectUser(_)
            | Principal::Visitor
            | Principal::Unproven,
        ) => Err(IamRefusal::UserNameMissing.into()),
    }
}

/// An access key of the user that a request names, or else of the caller.
pub(crate) async fn access_key(
    cx: &mut Context<'_>,
    name: Option<&ExistingUserNameType>,
    id: &AccessKeyIdType,
) -> Result<AccessKey, Refusal> {
    let user = user_or_caller(cx, name).await?;
    let found: Option<AccessKey> = cx.transaction.get(&AccessKey::key_of(id)).await?;
    found
        .filter(|key| key.user_id == user.id)
        .ok_or_else(|| Entity::AccessKey.missing(id).into())
}
