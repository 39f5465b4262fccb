//! Access keys: the secret that a signature is checked with, and the principal with its policies.

use std::collections::BTreeSet;
use std::sync::Arc;

use roster_domain::Principal;
use roster_domain::caller::RoleSession;
use roster_domain::records::iam::{AccessKey, AccessKeySecret, IamRole, IamUser, Subject, key_of};
use roster_model::shapes::Timestamp;
use roster_model::shapes::iam::StatusType;
use roster_policy::Policies;
use roster_store::{StoreError, Transaction};
use secrecy::SecretString;

use crate::access_changes::Basis;
use crate::access_key_secrets::{Decoy, reveal};
use crate::iam::{compiled, pairs, policies, user_principal};
use crate::read_query::ReadQuery;
use crate::service::Service;
use crate::session::Session;

/// What a signature can be checked with.
#[derive(Debug)]
pub enum SigningSecret {
    /// The secret of a key that may be used, and the account that it belongs to.
    Found {
        /// The secret.
        secret: SecretString,
        /// The account.
        account: Box<str>,
    },
    /// A secret that no key has, for an unknown or inactive key: checking a signature with it takes as long.
    Decoy(SecretString),
}

/// The principal behind an access key, with its policies.
#[derive(Clone, Debug)]
pub struct ResolvedCredential {
    /// What signatures are made with.
    pub secret_access_key: SecretString,
    /// The account.
    pub account: Box<str>,
    /// The user or session.
    pub principal: Principal,
    /// What they may do.
    pub policies: Arc<Policies>,
    /// The first moment at which the key is good for nothing; none of a user's.
    pub expires: Option<Timestamp>,
    /// What all this was read from.
    pub(crate) basis: Basis,
}

impl Service {
    /// What checks the signatures of an access key. Whether there is such a key or not, it takes one look
    /// into the store and one decryption; with a session token, that decryption alone.
    pub async fn secret(
        &self,
        access_key_id: &str,
        session_token: Option<&str>,
    ) -> Result<SigningSecret, StoreError> {
        if let Some(token) = session_token {
            let session = Session::read(&self.kernel.secret_ciphers, access_key_id, token);
            return Ok(match session {
                Some(session) => SigningSecret::Found {
                    secret: session.secret(),
                    account: session.account,
                },
                None => SigningSecret::Decoy(Decoy::SECRET.into()),
            });
        }
        match self.kernel.query(FindKey(access_key_id.to_owned())).await? {
            Some(found) => Ok(SigningSecret::Found {
                secret: self.revealed(&found)?,
                account: found.key.account,
            }),
            None => {
                let decoy = self.decoy.reveal(&self.kernel.secret_ciphers);
                let decoy = decoy.ok_or_else(|| StoreError::Corrupt("the decoy is damaged".to_owned()));
                decoy.map(SigningSecret::Decoy)
            }
        }
    }

    /// The credential of an access key, with all policies that apply, read in one snapshot; none if the key
    /// is unknown or inactive.
    pub async fn credential(
        &self,
        access_key_id: &str,
        session_token: Option<&str>,
    ) -> Result<Option<ResolvedCredential>, StoreError> {
        match session_token {
            None => self.user_credential(access_key_id).await,
            Some(token) => match Session::read(&self.kernel.secret_ciphers, access_key_id, token) {
                Some(session) => self.session_credential(session).await,
                None => Ok(None),
            },
        }
    }

    async fn user_credential(&self, access_key_id: &str) -> Result<Option<ResolvedCredential>, StoreError> {
        let moment = self.kernel.access_changes.now();
        let found = self
            .kernel
            .query(FindUser(FindKey(access_key_id.to_owned())))
            .await?;
        let Some((found, user, policies, subjects)) = found else {
            return Ok(None);
        };
        Ok(Some(ResolvedCredential {
            secret_access_key: self.revealed(&found)?,
            account: user.account.clone(),
            principal: user_principal(user),
            policies: Arc::new(policies),
            expires: None,
            basis: Basis::new(moment, &subjects),
        }))
    }

    async fn session_credential(&self, session: Session) -> Result<Option<ResolvedCredential>, StoreError> {
        let moment = self.kernel.access_changes.now();
        let found = self
            .kernel
            .query(FindRole(session.account.clone(), session.role_id.clone()))
            .await?;
        let Some((role, mut policies, subjects)) = found else {
            return Ok(None);
        };
        if let Some(policy) = &session.policy {
            policies.session.push(compiled("session policy", policy)?);
        }
        let secret_access_key = session.secret();
        let mut tags = pairs(role.tags.as_ref());
        tags.retain(|(key, _)| !session.tags.iter().any(|(own, _)| own.eq_ignore_ascii_case(key)));
        tags.extend(session.tags);
        Ok(Some(ResolvedCredential {
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
            basis: Basis::new(moment, &subjects),
        }))
    }

    fn revealed(&self, found: &FoundKey) -> Result<SecretString, StoreError> {
        let FoundKey { key, secret } = found;
        reveal(
            &self.kernel.secret_ciphers,
            &key.id,
            &key.account,
            &secret.encrypted,
        )
        .ok_or_else(|| {
            StoreError::Corrupt(format!(
                "the secret of the access key {} cannot be decrypted with the master keys of this server: \
                 if they were rotated, give it the new file of master keys and restart it",
                key.id
            ))
        })
    }
}

/// Asks for an access key that may be used.
struct FindKey(String);

struct FoundKey {
    key: AccessKey,
    secret: AccessKeySecret,
}

impl ReadQuery for FindKey {
    type Output = Option<FoundKey>;

    async fn run<'a>(&'a self, mut transaction: Transaction<'a>) -> Result<Self::Output, StoreError> {
        self.find(&mut transaction).await
    }
}

impl FindKey {
    async fn find(&self, transaction: &mut Transaction<'_>) -> Result<Option<FoundKey>, StoreError> {
        // Both are always read: time must not reveal which keys exist.
        let key: Option<AccessKey> = transaction.get(&AccessKey::key_of(&self.0)).await?;
        let secret = transaction.get(&AccessKeySecret::key_of(&self.0)).await?;
        Ok(key
            .filter(|key| key.status == StatusType::Active)
            .zip(secret)
            .map(|(key, secret)| FoundKey { key, secret }))
    }
}

/// Asks for the user of an access key, with the policies and with the subjects that were read.
struct FindUser(FindKey);

impl ReadQuery for FindUser {
    type Output = Option<(FoundKey, IamUser, Policies, BTreeSet<Subject>)>;

    async fn run<'a>(&'a self, transaction: Transaction<'a>) -> Result<Self::Output, StoreError> {
        let mut transaction = transaction.noting_subjects();
        let Some(found) = self.0.find(&mut transaction).await? else {
            return Ok(None);
        };
        let key = key_of(&found.key.account, &found.key.user_id);
        let Some(user) = transaction.get::<IamUser>(&key).await? else {
            return Ok(None);
        };
        let policies = policies(&mut transaction, &found.key.account, &user).await?;
        let subjects = transaction.subjects_read().clone();
        Ok(Some((found, user, policies, subjects)))
    }
}

/// Asks for the role of an account and a unique id, with the policies and with the subjects that were read.
struct FindRole(Box<str>, String);

impl ReadQuery for FindRole {
    type Output = Option<(IamRole, Policies, BTreeSet<Subject>)>;

    async fn run<'a>(&'a self, transaction: Transaction<'a>) -> Result<Self::Output, StoreError> {
        let mut transaction = transaction.noting_subjects();
        let Some(role) = transaction.get::<IamRole>(&key_of(&self.0, &self.1)).await? else {
            return Ok(None);
        };
        let policies = policies(&mut transaction, &role.account, &role).await?;
        let subjects = transaction.subjects_read().clone();
        Ok(Some((role, policies, subjects)))
    }
}
