//! The credentials behind IAM's access keys, cached until this server changes what they were read from, and for a second at
//! most if other servers may change it too (docs/decisions/0049-looking-up-keys.md).

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use futures_util::FutureExt as _;
use futures_util::future::Shared;
use quick_cache::sync::Cache;
use roster_service::access::Grants;
use roster_service::{AccessMoment, ResolvedCredential, Service};
use roster_store::StoreError;
use tokio::sync::oneshot;

use crate::signing_key::Signer;

/// For how long a credential that was read may be used, if other servers may change what it was read from.
const GOOD_BESIDE_OTHERS: Duration = Duration::from_secs(1);

/// For how long it may be used if only this server writes. Every change by this server is noted; a minute bounds what
/// a fault in that could do.
const GOOD_ALONE: Duration = Duration::from_mins(1);

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
    pub(crate) signer: Arc<Signer>,
    /// Its principal and policies.
    pub(crate) credential: ResolvedCredential,
    /// What they may do.
    pub(crate) grants: Arc<Grants>,
    session_token: Option<String>,
    since: SystemTime,
    is_being_renewed: AtomicBool,
}

/// The access keys that were looked up, and those that are being.
pub(crate) struct CredentialCache {
    service: Arc<Service>,
    /// For how long a credential may be used.
    good_for: Duration,
    shared: Arc<SharedParts>,
}

/// What look-ups share with the cache.
struct SharedParts {
    cached: Cache<String, Arc<CachedCredential>>,
    lookups: Mutex<HashMap<Presented, Lookup>>,
}

/// What a look-up is for.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Presented {
    access_key_id: String,
    session_token: Option<String>,
}

/// A look-up that is under way.
#[derive(Clone)]
struct Lookup {
    begun: SystemTime,
    /// The moment among the changes of this server at which it began.
    moment: AccessMoment,
    /// Ends without a result if the look-up panics.
    found: Shared<oneshot::Receiver<LookupResult>>,
}

/// None if the key is unknown or inactive.
type LookupResult = Result<Option<Arc<CachedCredential>>, StoreError>;

impl CredentialCache {
    /// An empty cache in front of a service.
    pub(crate) fn new(service: Arc<Service>) -> Self {
        let good_for = if service.has_other_writers() {
            GOOD_BESIDE_OTHERS
        } else {
            GOOD_ALONE
        };
        Self {
            service,
            good_for,
            shared: Arc::new(SharedParts {
                cached: Cache::new(REMEMBERED),
                lookups: Mutex::default(),
            }),
        }
    }

    /// What is remembered of a key and still good.
    pub(crate) fn get_if_fresh(
        &self,
        presented: PresentedCredential<'_>,
        now: SystemTime,
    ) -> Option<Arc<CachedCredential>> {
        self.find(presented).filter(|key| self.is_fresh(key, now))
    }

    /// Whether what was learnt is still good.
    pub(crate) fn is_fresh(&self, key: &CachedCredential, now: SystemTime) -> bool {
        key.is_younger_than(self.good_for, now) && self.service.is_current(&key.credential)
    }

    /// Whether a key has verified a signature and was not forgotten since, fresh or not.
    pub(crate) fn has_verified(&self, presented: PresentedCredential<'_>) -> bool {
        self.find(presented).is_some()
    }

    fn find(&self, presented: PresentedCredential<'_>) -> Option<Arc<CachedCredential>> {
        let key = self.shared.cached.get(presented.access_key_id)?;
        (key.session_token.as_deref() == presented.session_token).then_some(key)
    }

    /// Starts a look-up of a key that is fresh but expires soon. It starts once, in the background.
    pub(crate) fn renew_in_time(
        &self,
        presented: PresentedCredential<'_>,
        key: &CachedCredential,
        now: SystemTime,
    ) {
        // While requests still use it.
        let is_due = !key.is_younger_than(self.good_for * 3 / 4, now);
        if is_due && !key.is_being_renewed.swap(true, Ordering::Relaxed) {
            self.join_lookup(presented, &key.signer, now, AccessMoment::default());
        }
    }

    /// Looks up the credential of a key that has verified a signature; none if the key is unknown or inactive. Requests that
    /// come with the same key meanwhile wait for the same look-up.
    pub(crate) async fn look_up(
        &self,
        presented: PresentedCredential<'_>,
        signer: Arc<Signer>,
        now: SystemTime,
    ) -> LookupResult {
        // Another look-up may have ended since the request found none.
        if let Some(key) = self.get_if_fresh(presented, now) {
            return Ok(Some(key));
        }
        let moment = self.service.access_moment();
        let lookup = self.join_lookup(presented, &signer, now, AccessMoment::default());
        let found = lookup.result().await;
        let is_current = |key: &Option<Arc<CachedCredential>>| {
            key.as_ref()
                .is_some_and(|key| self.service.is_current(&key.credential))
        };
        match found {
            // It began before the request came, and may have missed a change that was answered by then.
            Ok(key) if lookup.moment < moment && !is_current(&key) => {
                self.join_lookup(presented, &signer, now, moment).result().await
            }
            found => found,
        }
    }

    /// The look-up of a key that is under way, unless it began before a moment or is as old as a credential may be; else a new
    /// one.
    fn join_lookup(
        &self,
        presented: PresentedCredential<'_>,
        signer: &Arc<Signer>,
        now: SystemTime,
        at_least: AccessMoment,
    ) -> Lookup {
        let presented = Presented {
            access_key_id: presented.access_key_id.to_owned(),
            session_token: presented.session_token.map(str::to_owned),
        };
        let mut lookups = self.shared.lookups();
        if let Some(running) = lookups.get(&presented)
            && running.moment >= at_least
            && is_younger(running.begun, self.good_for, now)
        {
            return running.clone();
        }
        let (finish, found) = oneshot::channel();
        let lookup = Lookup {
            begun: now,
            moment: self.service.access_moment(),
            found: found.shared(),
        };
        lookups.insert(presented.clone(), lookup.clone());
        drop(lookups);
        let (service, shared) = (Arc::clone(&self.service), Arc::clone(&self.shared));
        let (this, signer) = (lookup.clone(), Arc::clone(signer));
        // As a task of its own, it does not end with the request that began it.
        tokio::spawn(async move {
            let found = find(&service, &presented, signer, now).await;
            shared.keep(&presented, &this, found.as_ref().ok().and_then(Option::as_ref));
            // Sending fails if no request waits any more.
            _ = finish.send(found);
        });
        lookup
    }
}

impl Lookup {
    async fn result(&self) -> LookupResult {
        let found = self.found.clone().await;
        found.unwrap_or(Err(StoreError::Unknown))
    }
}

impl SharedParts {
    fn lookups(&self) -> MutexGuard<'_, HashMap<Presented, Lookup>> {
        self.lookups.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends a look-up and keeps what it has found, unless a later one has replaced it.
    fn keep(&self, presented: &Presented, lookup: &Lookup, found: Option<&Arc<CachedCredential>>) {
        let mut lookups = self.lookups();
        let is_last = lookups
            .get(presented)
            .is_some_and(|last| last.found.ptr_eq(&lookup.found));
        if is_last {
            lookups.remove(presented);
            if let Some(key) = found {
                self.cached
                    .insert(presented.access_key_id.clone(), Arc::clone(key));
            }
        }
    }
}

async fn find(
    service: &Service,
    presented: &Presented,
    signer: Arc<Signer>,
    now: SystemTime,
) -> LookupResult {
    let session_token = presented.session_token.as_deref();
    let found = service.credential(&presented.access_key_id, session_token);
    Ok(found.await?.map(|credential| {
        Arc::new(CachedCredential {
            signer,
            grants: Arc::new(Grants::new(Arc::clone(&credential.policies))),
            credential,
            session_token: presented.session_token.clone(),
            since: now,
            is_being_renewed: AtomicBool::new(false),
        })
    }))
}

impl CachedCredential {
    fn is_younger_than(&self, age: Duration, now: SystemTime) -> bool {
        is_younger(self.since, age, now)
    }
}

/// Whether something was less than an age ago. What lies ahead, because the clock was set back, is old.
fn is_younger(since: SystemTime, age: Duration, now: SystemTime) -> bool {
    now.duration_since(since).is_ok_and(|since| since < age)
}
