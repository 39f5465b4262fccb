//! Whom the service knows by an access key, with what they may do.

use std::fmt;
use std::sync::Arc;

use roster_domain::Principal;
use roster_domain::caller::UserPrincipal;
use roster_domain::records::iam::{AccessKey, AccessKeySecret, IamUser, InlinePolicy};
use roster_model::shapes::iam::{StatusType, TagListType};
use roster_policy::{Document, Kind, Policies, Policy};
use roster_store::{StoreError, Transaction};

use crate::question::Question;
use crate::service::Service;
use crate::vault::Vault;

/// The secret half of an access key.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("***")
    }
}

/// Whom an access key stands for.
#[derive(Clone, Debug)]
pub struct Known {
    /// What signatures are made with.
    pub secret_access_key: Secret,
    /// The account.
    pub account: Box<str>,
    /// Who it is.
    pub principal: Principal,
    /// What they may do.
    pub policies: Arc<Policies>,
}

impl Service {
    /// The secret of an access key, for checking a signature; none if nobody may use it. It takes one
    /// look into the store, whether there is such a key or not.
    pub async fn secret(
        &self,
        access_key_id: &str,
        session_token: Option<&str>,
    ) -> Result<Option<Secret>, StoreError> {
        if session_token.is_some() {
            return Ok(None);
        }
        let found = self.ask(FindKey(access_key_id.to_owned())).await?;
        found.map(|found| self.revealed(&found)).transpose()
    }

    /// Whom an access key stands for, with all policies that apply, as of one moment; none if nobody
    /// may use it.
    pub async fn known(
        &self,
        access_key_id: &str,
        session_token: Option<&str>,
    ) -> Result<Option<Known>, StoreError> {
        if session_token.is_some() {
            return Ok(None);
        }
        let Some((found, user, policies)) = self.ask(FindUser(FindKey(access_key_id.to_owned()))).await?
        else {
            return Ok(None);
        };
        Ok(Some(Known {
            secret_access_key: self.revealed(&found)?,
            account: user.account.clone(),
            principal: Principal::User(Arc::new(principal(user))),
            policies: Arc::new(policies),
        }))
    }

    fn revealed(&self, found: &FoundKey) -> Result<Secret, StoreError> {
        reveal(self.vault(), found).ok_or_else(|| {
            StoreError::Corrupt(format!(
                "the secret of the access key {} cannot be decrypted: was the master key exchanged?",
                found.key.id
            ))
        })
    }
}

/// What the encryption of a secret binds it to.
pub(crate) fn label(access_key_id: &str, account: &str) -> String {
    format!("access key {access_key_id} of {account}")
}

fn reveal(vault: &Vault, found: &FoundKey) -> Option<Secret> {
    let label = label(&found.key.id, &found.key.account);
    let secret = vault.unlock(&label, &found.secret.encrypted)?;
    String::from_utf8(secret).ok().map(Secret)
}

/// A user as a principal.
pub(crate) fn principal(user: IamUser) -> UserPrincipal {
    UserPrincipal {
        name: user.name,
        path: user.path,
        id: user.id,
        tags: pairs(user.tags),
    }
}

/// Tags as policies compare them.
pub(crate) fn pairs(tags: Option<TagListType>) -> Vec<(String, String)> {
    let tags = tags.map(|tags| tags.0).unwrap_or_default();
    tags.into_iter().map(|tag| (tag.key.0, tag.value.0)).collect()
}

/// Asks for an access key that may be used.
struct FindKey(String);

struct FoundKey {
    key: AccessKey,
    secret: AccessKeySecret,
}

impl Question for FindKey {
    type Answer = Option<FoundKey>;

    async fn ask(&self, transaction: &mut Transaction<'_>) -> Result<Self::Answer, StoreError> {
        // Both are looked for in any case: time must not tell which keys there are.
        let key: Option<AccessKey> = transaction.get(&AccessKey::key_of(&self.0)).await?;
        let secret = transaction.get(&AccessKeySecret::key_of(&self.0)).await?;
        Ok(key
            .filter(|key| key.status == StatusType::Active)
            .zip(secret)
            .map(|(key, secret)| FoundKey { key, secret }))
    }
}

/// Asks for the user of an access key.
struct FindUser(FindKey);

impl Question for FindUser {
    type Answer = Option<(FoundKey, IamUser, Policies)>;

    async fn ask(&self, transaction: &mut Transaction<'_>) -> Result<Self::Answer, StoreError> {
        let Some(found) = self.0.ask(transaction).await? else {
            return Ok(None);
        };
        let key = IamUser::key_of(&found.key.account, &found.key.user_id);
        let Some(user) = transaction.get::<IamUser>(&key).await? else {
            return Ok(None);
        };
        let policies = policies(transaction, &user.id).await?;
        Ok(Some((found, user, policies)))
    }
}

/// The policies of a user or role.
pub(crate) async fn policies(
    transaction: &mut Transaction<'_>,
    owner_id: &str,
) -> Result<Policies, StoreError> {
    let inline: Vec<InlinePolicy> = transaction
        .all(&InlinePolicy::BY_OWNER, &InlinePolicy::of_owner(owner_id))
        .await?;
    let identity = inline
        .iter()
        .map(|policy| compiled(&policy.name, &policy.document))
        .collect::<Result<_, _>>()?;
    Ok(Policies {
        identity,
        ..Policies::default()
    })
}

/// A stored policy, which was checked when it was written.
fn compiled(name: &str, document: &str) -> Result<Policy, StoreError> {
    let document = Document::parse(document, Kind::Identity)
        .map_err(|_| StoreError::Corrupt(format!("the policy {name} is no policy")))?;
    Ok(Policy {
        name: name.into(),
        document: Arc::new(document),
    })
}
