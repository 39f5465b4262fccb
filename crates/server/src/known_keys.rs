//! Whom the access keys of IAM stand for, remembered for a moment: until IAM changes here, and for
//! no longer than a second, as other processes may serve the same records.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use roster_service::access::Grants;
use roster_service::{Known, Service};
use roster_store::StoreError;
use tokio::sync::Mutex;

use crate::signing_key::Signer;

/// How long what was learnt is good for.
const GOOD_FOR: Duration = Duration::from_secs(1);

/// How many keys are remembered. Only keys that have verified a signature are.
const REMEMBERED: usize = 10_000;

/// What a request claims to be signed with.
#[derive(Clone, Copy)]
pub(crate) struct Claim<'r> {
    pub(crate) access_key_id: &'r str,
    pub(crate) session_token: Option<&'r str>,
}

/// An access key that was looked up.
pub(crate) struct KnownKey {
    /// What checks its signatures.
    pub(crate) signer: Signer,
    /// Whom it stands for.
    pub(crate) known: Known,
    /// What they may do.
    pub(crate) grants: Arc<Grants>,
    session_token: Option<String>,
    iam_version: u64,
    since: SystemTime,
}

/// The access keys that were looked up.
#[derive(Default)]
pub(crate) struct KnownKeys {
    remembered: RwLock<HashMap<String, Arc<KnownKey>>>,
    learning: Mutex<()>,
}

impl KnownKeys {
    /// What is remembered of a key and still good.
    pub(crate) fn fresh(
        &self,
        service: &Service,
        claim: Claim<'_>,
        now: SystemTime,
    ) -> Option<Arc<KnownKey>> {
        let remembered = self.remembered.read().unwrap_or_else(PoisonError::into_inner);
        let key = remembered.get(claim.access_key_id)?;
        let is_meant = key.session_token.as_deref() == claim.session_token;
        (is_meant && key.is_fresh(service, now)).then(|| Arc::clone(key))
    }

    /// Whether a key has verified a signature and was not forgotten since, fresh or not.
    pub(crate) fn has_verified(&self, claim: Claim<'_>) -> bool {
        let remembered = self.remembered.read().unwrap_or_else(PoisonError::into_inner);
        let key = remembered.get(claim.access_key_id);
        key.is_some_and(|key| key.session_token.as_deref() == claim.session_token)
    }

    /// Looks up whom a key stands for that has verified a signature; none if nobody may use it.
    pub(crate) async fn learn(
        &self,
        service: &Service,
        claim: Claim<'_>,
        signer: Signer,
        now: SystemTime,
    ) -> Result<Option<Arc<KnownKey>>, StoreError> {
        // Of many requests that come when a key has grown old, one looks it up.
        let _learning = self.learning.lock().await;
        if let Some(key) = self.fresh(service, claim, now) {
            return Ok(Some(key));
        }
        // Read first: a change between here and there makes what is found old.
        let iam_version = service.iam_version();
        let Some(known) = service.known(claim.access_key_id, claim.session_token).await? else {
            return Ok(None);
        };
        let key = Arc::new(KnownKey {
            signer,
            grants: Arc::new(Grants::new(Arc::clone(&known.policies))),
            known,
            session_token: claim.session_token.map(str::to_owned),
            iam_version,
            since: now,
        });
        let mut remembered = self.remembered.write().unwrap_or_else(PoisonError::into_inner);
        if remembered.len() >= REMEMBERED {
            remembered.retain(|_, key| key.is_fresh(service, now));
        }
        if remembered.len() < REMEMBERED {
            remembered.insert(claim.access_key_id.to_owned(), Arc::clone(&key));
        }
        Ok(Some(key))
    }
}

impl KnownKey {
    /// Whether what was learnt is still good.
    pub(crate) fn is_fresh(&self, service: &Service, now: SystemTime) -> bool {
        let age = now.duration_since(self.since);
        self.iam_version == service.iam_version() && age.is_ok_and(|age| age < GOOD_FOR)
    }
}
