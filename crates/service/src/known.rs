//! Whom the service knows by an access key, with what they may do.

use std::sync::Arc;

use roster_domain::Principal;
use roster_domain::caller::{RoleSession, UserPrincipal};
use roster_domain::records::iam::{
    AccessKey, AccessKeySecret, Attachment, IamRole, IamUser, InlinePolicy, key_of,
};
use roster_model::shapes::Timestamp;
use roster_model::shapes::iam::StatusType;
use roster_policy::{Document, Kind, Policies, Policy};
use roster_store::{StoreError, Transaction};
use secrecy::SecretString;

use crate::iam::{Owner, attached_policy, boundary_policy, pairs};
use crate::question::Question;
use crate::service::Service;
use crate::session::Session;
use crate::vault::Vault;

/// What a signature can be checked with.
#[derive(Debug)]
pub enum Sought {
    /// The secret of a key that may be used, and the account that it belongs to.
    Somebodys {
        /// The secret.
        secret: SecretString,
        /// The account.
        account: Box<str>,
    },
    /// A secret that nobody has, for a key that nobody may use: checking a signature with it is as much
    /// work.
    Nobodys(SecretString),
}

/// A secret that stands in for those that are not there. To reveal it is as much work as to reveal any.
pub(crate) struct Decoy(String);

impl Decoy {
    /// As long as the ids, accounts and secrets that there are.
    const ACCESS_KEY_ID: &str = "AKIA0000000000000000";
    const ACCOUNT: &str = "000000000000";
    const SECRET: &str = "the+secret+access+key+that+nobody+has+00";

    pub(crate) fn new(vault: &Vault) -> Self {
        let label = label(Self::ACCESS_KEY_ID, Self::ACCOUNT);
        Self(vault.lock_decoy(&label, Self::SECRET.as_bytes()))
    }

    fn reveal(&self, vault: &Vault) -> Option<SecretString> {
        reveal(vault, Self::ACCESS_KEY_ID, Self::ACCOUNT, &self.0)
    }
}

/// Whom an access key stands for.
#[derive(Clone, Debug)]
pub struct Known {
    /// What signatures are made with.
    pub secret_access_key: SecretString,
    /// The account.
    pub account: Box<str>,
    /// Who it is.
    pub principal: Principal,
    /// What they may do.
    pub policies: Arc<Policies>,
    /// The first moment at which the key is good for nothing; none of a user's.
    pub expires: Option<Timestamp>,
}

impl Service {
    /// What checks the signatures of an access key. Whether there is such a key or not, it takes one look
    /// into the store and one decryption; with a session token, that decryption alone.
    pub async fn secret(
        &self,
        access_key_id: &str,
        session_token: Option<&str>,
    ) -> Result<Sought, StoreError> {
        if let Some(token) = session_token {
            let session = Session::read(self.vault(), access_key_id, token);
            return Ok(match session {
                Some(session) => Sought::Somebodys {
                    secret: session.secret(),
                    account: session.account,
                },
                None => Sought::Nobodys(Decoy::SECRET.into()),
            });
        }
        match self.ask(FindKey(access_key_id.to_owned())).await? {
            Some(found) => Ok(Sought::Somebodys {
                secret: self.revealed(&found)?,
                account: found.key.account,
            }),
            None => {
                let decoy = self.decoy().reveal(self.vault());
                let decoy = decoy.ok_or_else(|| StoreError::Corrupt("the decoy is damaged".to_owned()));
                decoy.map(Sought::Nobodys)
            }
        }
    }

    /// Whom an access key stands for, with all policies that apply, as of one moment; none if nobody
    /// may use it.
    pub async fn known(
        &self,
        access_key_id: &str,
        session_token: Option<&str>,
    ) -> Result<Option<Known>, StoreError> {
        match session_token {
            None => self.known_user(access_key_id).await,
            Some(token) => match Session::read(self.vault(), access_key_id, token) {
                Some(session) => self.known_session(session).await,
                None => Ok(None),
            },
        }
    }

    async fn known_user(&self, access_key_id: &str) -> Result<Option<Known>, StoreError> {
        let found = self.ask(FindUser(FindKey(access_key_id.to_owned()))).await?;
        let Some((found, user, policies)) = found else {
            return Ok(None);
        };
        Ok(Some(Known {
            secret_access_key: self.revealed(&found)?,
            account: user.account.clone(),
            principal: user_principal(user),
            policies: Arc::new(policies),
            expires: None,
        }))
    }

    async fn known_session(&self, session: Session) -> Result<Option<Known>, StoreError> {
        let found = self
            .ask(FindRole(session.account.clone(), session.role_id.clone()))
            .await?;
        let Some((role, mut policies)) = found else {
            return Ok(None);
        };
        if let Some(policy) = &session.policy {
            policies.session.push(compiled("session policy", policy)?);
        }
        let secret_access_key = session.secret();
        let mut tags = pairs(role.tags.as_ref());
        tags.retain(|(key, _)| !session.tags.iter().any(|(own, _)| own.eq_ignore_ascii_case(key)));
        tags.extend(session.tags);
        Ok(Some(Known {
            secret_access_key,
            account: role.account,
            principal: Principal::Session(Arc::new(RoleSession {
                role_name: role.name,
                role_path: role.path,
                role_id: role.id,
                session_name: session.name,
                tags,
                transitive_tag_keys: session.transitive_tag_keys,
                issued: Some(session.issued),
                source_identity: session.source_identity,
            })),
            policies: Arc::new(policies),
            expires: Some(session.expires),
        }))
    }

    fn revealed(&self, found: &FoundKey) -> Result<SecretString, StoreError> {
        let FoundKey { key, secret } = found;
        reveal(self.vault(), &key.id, &key.account, &secret.encrypted).ok_or_else(|| {
            StoreError::Corrupt(format!(
                "the secret of the access key {} cannot be decrypted with the master keys of this server: \
                 if they were rotated, give it the new file of master keys and restart it",
                key.id
            ))
        })
    }
}

/// A user as a principal.
pub(crate) fn user_principal(user: IamUser) -> Principal {
    Principal::User(Arc::new(UserPrincipal {
        tags: pairs(user.tags.as_ref()),
        name: user.name,
        path: user.path,
        id: user.id,
    }))
}

/// What the encryption of a secret binds it to.
pub(crate) fn label(access_key_id: &str, account: &str) -> String {
    format!("access key {access_key_id} of {account}")
}

fn reveal(vault: &Vault, access_key_id: &str, account: &str, encrypted: &str) -> Option<SecretString> {
    let secret = vault.unlock(&label(access_key_id, account), encrypted)?;
    std::str::from_utf8(&secret).ok().map(SecretString::from)
}

/// Asks for an access key that may be used.
struct FindKey(String);

struct FoundKey {
    key: AccessKey,
    secret: AccessKeySecret,
}

impl Question for FindKey {
    type Answer = Option<FoundKey>;

    async fn ask<'a>(&'a self, mut transaction: Transaction<'a>) -> Result<Self::Answer, StoreError> {
        self.find(&mut transaction).await
    }
}

impl FindKey {
    async fn find(&self, transaction: &mut Transaction<'_>) -> Result<Option<FoundKey>, StoreError> {
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

    async fn ask<'a>(&'a self, mut transaction: Transaction<'a>) -> Result<Self::Answer, StoreError> {
        let Some(found) = self.0.find(&mut transaction).await? else {
            return Ok(None);
        };
        let key = key_of(&found.key.account, &found.key.user_id);
        let Some(user) = transaction.get::<IamUser>(&key).await? else {
            return Ok(None);
        };
        let policies = policies(&mut transaction, &found.key.account, &user).await?;
        Ok(Some((found, user, policies)))
    }
}

/// Asks for the role of an account and a unique id.
struct FindRole(Box<str>, String);

impl Question for FindRole {
    type Answer = Option<(IamRole, Policies)>;

    async fn ask<'a>(&'a self, mut transaction: Transaction<'a>) -> Result<Self::Answer, StoreError> {
        let Some(role) = transaction.get::<IamRole>(&key_of(&self.0, &self.1)).await? else {
            return Ok(None);
        };
        let policies = policies(&mut transaction, &role.account, &role).await?;
        Ok(Some((role, policies)))
    }
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
        boundary: boundary(transaction, account, owner).await?,
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
pub(crate) async fn boundary<O: Owner>(
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
fn compiled(name: &str, document: &str) -> Result<Policy, StoreError> {
    let document = Document::parse(document, Kind::Identity)
        .map_err(|_| StoreError::Corrupt(format!("the policy {name} is no policy")))?;
    Ok(Policy {
        name: name.into(),
        document: Arc::new(document),
    })
}
