//! The credentials behind IAM's access keys, cached until IAM changes here, and for a second at most, because
//! other processes may serve the same records.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use roster_service::access::Grants;
use roster_service::{ResolvedCredential, Service};
use roster_store::StoreError;
use tokio::sync::Mutex;

use crate::signing_key::Signer;

/// How long what was learnt is good for.
const GOOD_FOR: Duration = Duration::from_secs(1);

/// How many keys are remembered. Only keys that have verified a signature are.
const REMEMBERED: usize = 10_000;

/// What a request claims to be signed with.
#[derive(Clone, Copy)]
pub(crate) struct PresentedCredential<'r> {
    pub(crate) access_key_id: &'r str,
    pub(crate) session_token: Option<&'r str>,
}

/// An access key that was looked up.
pub(crate) struct CachedCredential {
    /// What checks its signatures.
    pub(crate) signer: Signer,
    /// Its principal and policies.
    pub(crate) credential: ResolvedCredential,
    /// What they may do.
    pub(crate) grants: Arc<Grants>,
    session_token: Option<String>,
    iam_version: u64,
    since: SystemTime,
}

/// The access keys that were looked up.
#[derive(Default)]
pub(crate) struct CredentialCache {
    cached: RwLock<HashMap<String, Arc<CachedCredential>>>,
    refreshing: Mutex<()>,
}

impl CredentialCache {
    /// What is remembered of a key and still good.
    pub(crate) fn get_if_fresh(
        &self,
        service: &Service,
        presented: PresentedCredential<'_>,
        now: SystemTime,
    ) -> Option<Arc<CachedCredential>> {
        let cached = self.cached.read().unwrap_or_else(PoisonError::into_inner);
        let key = cached.get(presented.access_key_id)?;
        let is_meant = key.session_token.as_deref() == presented.session_token;
        (is_meant && key.is_fresh(service, now)).then(|| Arc::clone(key))
    }

    /// Whether a key has verified a signature and was not forgotten since, fresh or not.
    pub(crate) fn has_verified(&self, presented: PresentedCredential<'_>) -> bool {
        let cached = self.cached.read().unwrap_or_else(PoisonError::into_inner);
        let key = cached.get(presented.access_key_id);
        key.is_some_and(|key| key.session_token.as_deref() == presented.session_token)
    }

    /// Looks up the credential of a key that has verified a signature; none if the key is unknown or
    /// inactive.
    pub(crate) async fn refresh(
        &self,
        service: &Service,
        presented: PresentedCredential<'_>,
        signer: Signer,
        now: SystemTime,
    ) -> Result<Option<Arc<CachedCredential>>, StoreError> {
        // Of many requests that come when a key has grown old, one looks it up.
        let _learning = self.refreshing.lock().await;
        if let Some(key) = self.get_if_fresh(service, presented, now) {
            return Ok(Some(key));
        }
        // Read first: a change between here and there makes what is found old.
        let iam_version = service.iam_version();
        let Some(credential) = service
            .credential(presented.access_key_id, presented.session_token)
            .await?
        else {
            return Ok(None);
        };
        let key = Arc::new(CachedCredential {
            signer,
            grants: Arc::new(Grants::new(Arc::clone(&credential.policies))),
            credential,
            session_token: presented.session_token.map(str::to_owned),
            iam_version,
            since: now,
        });
        let mut cached = self.cached.write().unwrap_or_else(PoisonError::into_inner);
        if cached.len() >= REMEMBERED {
            cached.retain(|_, key| key.is_fresh(service, now));
        }
        if cached.len() < REMEMBERED {
            cached.insert(presented.access_key_id.to_owned(), Arc::clone(&key));
        }
        Ok(Some(key))
    }
}

impl CachedCredential {
    /// Whether what was learnt is still good.
    pub(crate) fn is_fresh(&self, service: &Service, now: SystemTime) -> bool {
        let age = now.duration_since(self.since);
        self.iam_version == service.iam_version() && age.is_ok_and(|age| age < GOOD_FOR)
    }
}
