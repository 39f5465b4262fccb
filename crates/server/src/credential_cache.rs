//! The credentials behind IAM's access keys, cached until IAM changes here, and for a second at most, because
//! other processes may serve the same records.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use quick_cache::sync::Cache;
use roster_service::access::Grants;
use roster_service::{ResolvedCredential, Service};
use roster_store::StoreError;
use tokio::sync::Mutex;

use crate::signing_key::Signer;

/// How long what was learnt is good for.
const GOOD_FOR: Duration = Duration::from_secs(1);

/// How many keys are remembered, more or less. Only keys that have verified a signature are.
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
pub(crate) struct CredentialCache {
    cached: Cache<String, Arc<CachedCredential>>,
    refreshing: Mutex<()>,
}

impl Default for CredentialCache {
    fn default() -> Self {
        Self {
            cached: Cache::new(REMEMBERED),
            refreshing: Mutex::default(),
        }
    }
}

impl CredentialCache {
    /// What is remembered of a key and still good.
    pub(crate) fn get_if_fresh(
        &self,
        service: &Service,
        presented: PresentedCredential<'_>,
        now: SystemTime,
    ) -> Option<Arc<CachedCredential>> {
        self.find(presented).filter(|key| key.is_fresh(service, now))
    }

    /// Whether a key has verified a signature and was not forgotten since, fresh or not.
    pub(crate) fn has_verified(&self, presented: PresentedCredential<'_>) -> bool {
        self.find(presented).is_some()
    }

    fn find(&self, presented: PresentedCredential<'_>) -> Option<Arc<CachedCredential>> {
        let key = self.cached.get(presented.access_key_id)?;
        (key.session_token.as_deref() == presented.session_token).then_some(key)
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
        self.cached
            .insert(presented.access_key_id.to_owned(), Arc::clone(&key));
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
