//! Signature → caller.

use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use roster_domain::clock::Clock;
use roster_domain::{AccountRegion, Caller, Principal};
use roster_model::operation::Description;
use roster_service::Refusal;
use roster_service::access::Grants;
use roster_sigv4::Authorization;

use super::config::Access;
use super::find_key::{Credential, Signature, signed_request};
use super::identify::Identified;
use super::key_lookup::{Key, KeyLookup};
use super::route::Labels;
use crate::credential_cache::CachedCredential;
use crate::exception::Failure;
use crate::reached::{Proven, StageResult};
use crate::request::Request;

/// A request whose caller is known.
pub(crate) struct Authenticated<'r> {
    pub(super) request: &'r Request,
    pub(super) proven: Proven<'r>,
    pub(super) operation: &'static Description,
    pub(super) labels: Labels<'r>,
    pub(super) body: Bytes,
    /// The caller's permissions; none for a root, which may do everything.
    pub(super) grants: Option<Arc<Grants>>,
}

/// The caller of a request.
struct Identity {
    caller: Arc<Caller>,
    grants: Option<Arc<Grants>>,
}

/// Finds the caller.
pub(super) async fn authenticate<'r>(
    identified: Identified<'r>,
    access: Access,
    keys: KeyLookup<'_>,
    clock: &dyn Clock,
) -> StageResult<'r, Authenticated<'r>> {
    let Identified {
        request,
        summary,
        credential,
        operation,
        labels,
        body,
    } = identified;
    let identity = match credential {
        Credential::Word(authorization) => unverified(authorization.as_ref(), keys, request.time),
        Credential::Signature(signature) => verified(request, *signature, body.bytes(), keys, clock).await,
    };
    let Identity { caller, grants } = identity.map_err(|failure| summary.stop(failure))?;
    Ok(Authenticated {
        request,
        proven: Proven::new(summary, caller, access),
        operation,
        labels,
        body: body.proven(),
        grants,
    })
}

/// The caller that the signature proves.
async fn verified(
    request: &Request,
    signature: Signature<'_>,
    body: &[u8],
    keys: KeyLookup<'_>,
    clock: &dyn Clock,
) -> Result<Identity, Failure> {
    let Signature {
        authorization,
        presented,
        key,
        account_region,
    } = signature;
    let scope = &authorization.authorization().scope;
    let (signing_key, derived) = key.signer().signing_key(scope);
    if let Err(error) = authorization.verify(&signed_request(request, body), &signing_key) {
        keys.equalize_timing(&key, derived, presented, scope).await?;
        return Err(error.into());
    }
    if derived {
        key.signer().remember(scope, signing_key);
    }
    let signer = match key {
        // The body may have taken its time, and the key may have been removed meanwhile.
        Key::Root(_) if keys.roots.find(presented.access_key_id, clock.now()).is_none() => {
            return Err(Failure::UnknownKey);
        }
        Key::Root(_) => return Ok(Identity::almighty(Principal::Root, account_region)),
        Key::Remembered(key) => {
            let now = clock.now();
            if keys.cache.is_fresh(&key, now) {
                keys.cache.renew_in_time(presented, &key, now);
                return Identity::of(&key, account_region, request.time);
            }
            Arc::clone(&key.signer)
        }
        Key::Stored { signer, .. } => signer,
        Key::Decoy(_) => return Err(Failure::UnknownKey),
    };
    let key = keys
        .cache
        .look_up(presented, signer, clock.now())
        .await
        .map_err(Refusal::from)?
        .ok_or(Failure::UnknownKey)?;
    Identity::of(&key, account_region, request.time)
}

/// The caller where access is off: nobody who is known, in the account that the request claims, and in a Region of the account's
/// partition.
fn unverified(
    authorization: Option<&Authorization<'_>>,
    keys: KeyLookup<'_>,
    now: SystemTime,
) -> Result<Identity, Failure> {
    let key = authorization.and_then(|presented| keys.roots.find(presented.access_key_id, now));
    let account = key.map_or_else(|| keys.roots.default_account(), |root| root.account);
    let parsed = authorization.and_then(|presented| keys.account_region(&account, presented.scope.region));
    let account_region = parsed.or_else(|| keys.service.accounts().main_account_region(&account));
    account_region
        .map(|account_region| Identity::almighty(Principal::Unproven, account_region))
        .ok_or(Failure::UnknownKey)
}

impl Identity {
    /// A caller who may do everything.
    fn almighty(principal: Principal, account_region: AccountRegion) -> Self {
        Self {
            caller: Arc::new(Caller {
                account_region,
                principal,
            }),
            grants: None,
        }
    }

    fn of(key: &CachedCredential, account_region: AccountRegion, now: SystemTime) -> Result<Self, Failure> {
        let credential = &key.credential;
        if credential.account != account_region.account {
            return Err(Failure::UnknownKey);
        }
        if credential.expires.is_some_and(|expires| expires <= now.into()) {
            return Err(Failure::ExpiredToken);
        }
        Ok(Self {
            caller: Arc::new(Caller {
                account_region,
                principal: credential.principal.clone(),
            }),
            grants: Some(Arc::clone(&key.grants)),
        })
    }
}
