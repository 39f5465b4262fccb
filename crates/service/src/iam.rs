//! What operations of IAM have in common.

use roster_domain::Principal;
use roster_domain::records::iam::IamUser;
use roster_model::shapes::iam::{ArnType, ExistingUserNameType, IdType, PathType, TagListType, User};
use roster_policy::{Document, Kind};
use roster_store::Transaction;

use crate::call::Call;
use crate::refusal::{Entity, IamRefusal, Refusal};

/// The user that a request names.
pub(crate) async fn user(
    call: &Call,
    transaction: &mut Transaction<'_>,
    name: &str,
) -> Result<IamUser, Refusal> {
    let found = transaction
        .find(&IamUser::named(&call.home().account, name))
        .await?;
    found.ok_or_else(|| {
        let refusal = IamRefusal::NoSuchEntity {
            what: Entity::User,
            name: name.to_owned(),
        };
        refusal.into()
    })
}

/// The user that a request names, or else the caller.
pub(crate) async fn user_or_caller(
    call: &Call,
    transaction: &mut Transaction<'_>,
    name: Option<&ExistingUserNameType>,
) -> Result<IamUser, Refusal> {
    match (name, &call.caller.principal) {
        (Some(name), _) => user(call, transaction, name).await,
        (None, Principal::User(caller)) => user(call, transaction, &caller.name).await,
        (None, Principal::Root | Principal::Session(_)) => Err(IamRefusal::UserNameMissing.into()),
    }
}

/// A user as AWS describes one.
pub(crate) fn describe_user(call: &Call, user: IamUser) -> User {
    User {
        arn: ArnType(call.home().iam("user", &user.path, &user.name)),
        path: PathType(user.path),
        user_name: user.name.into(),
        user_id: IdType(user.id),
        create_date: user.create_date,
        permissions_boundary: None,
        tags: user.tags,
    }
}

/// Refuses what is no policy.
pub(crate) fn require_policy(document: &str, kind: Kind) -> Result<(), Refusal> {
    let read = Document::parse(document, kind);
    read.map_err(IamRefusal::MalformedPolicy)?;
    Ok(())
}

/// The path of something new.
pub(crate) fn path(path: Option<&PathType>) -> String {
    path.map_or("/", |path| path.as_str()).to_owned()
}

/// The tags of something new; none if the list is empty.
pub(crate) fn tags(tags: Option<&TagListType>) -> Result<Option<TagListType>, Refusal> {
    let tags = tags.filter(|tags| !tags.is_empty());
    let mut keys: Vec<_> = tags
        .iter()
        .flat_map(|tags| tags.iter())
        .map(|tag| tag.key.to_lowercase())
        .collect();
    keys.sort_unstable();
    if keys.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(IamRefusal::DuplicateTagKeys.into());
    }
    Ok(tags.cloned())
}
