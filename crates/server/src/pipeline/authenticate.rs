//! Signature → caller.

use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use roster_domain::{AccountRegion, Caller, Principal};
use roster_model::operation::Description;
use roster_service::Refusal;
use roster_service::access::Grants;
use roster_sigv4::Authorization;

use super::find_key::{Credential, Key, Signature, signed_request};
use super::identify::Identified;
use super::route::Labels;
use super::state::Pipeline;
use crate::credential_cache::CachedCredential;
use crate::exception::Failure;
use crate::request::{AuditContext, Request};
use crate::signing_key::Signer;

/// A request whose caller is known.
pub(crate) struct Authenticated<'r> {
    pub(super) request: &'r Request,
    pub(super) operation: &'static Description,
    pub(super) labels: Labels<'r>,
    pub(super) body: Bytes,
    pub(super) identity: Identity,
}

/// The caller of a request.
pub(crate) struct Identity {
    pub(super) caller: Arc<Caller>,
    /// Its permissions; none for a root, which may do everything.
    pub(super) grants: Option<Arc<Grants>>,
}

impl Pipeline {
    /// Finds the caller.
    pub(super) async fn authenticate<'r>(
        &self,
        identified: Identified<'r>,
        audit: &mut AuditContext,
    ) -> Result<Authenticated<'r>, Failure> {
        let Identified {
            request,
            credential,
            operation,
            labels,
            body,
        } = identified;
        let identity = match credential {
            Credential::Word(authorization) => self.unverified(authorization.as_ref(), request.time)?,
            Credential::Signature(signature) => self.verified(request, signature, body.bytes()).await?,
        };
        audit.caller = Some(Arc::clone(&identity.caller));
        Ok(Authenticated {
            request,
            operation,
            labels,
            body: body.proven(),
            identity,
        })
    }

    /// The caller that the signature proves.
    async fn verified(
        &self,
        request: &Request,
        signature: Signature<'_>,
        body: &[u8],
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
            self.equalize_timing(&key, derived, presented, scope).await?;
            return Err(error.into());
        }
        if derived {
            key.signer().remember(scope, signing_key);
        }
        // The body may have taken its time since the key was recognized.
        let now = self.clock.now();
        let signer = match key {
            Key::Root(_) => return Ok(Identity::root(account_region)),
            Key::Remembered(key) if key.is_fresh(&self.service, now) => {
                return Identity::of(&key, account_region, request.time);
            }
            Key::Remembered(key) => Signer::new(key.credential.secret_access_key.clone()),
            Key::Stored { signer, .. } => signer,
            Key::Decoy(_) => return Err(Failure::UnknownKey),
        };
        let refreshed = self
            .credential_cache
            .refresh(&self.service, presented, signer, now);
        let key = refreshed
            .await
            .map_err(Refusal::from)?
            .ok_or(Failure::UnknownKey)?;
        Identity::of(&key, account_region, request.time)
    }

    /// The caller that the request claims, where access is off: always an account's root, in a Region of the
    /// account's partition.
    fn unverified(
        &self,
        authorization: Option<&Authorization<'_>>,
        now: SystemTime,
    ) -> Result<Identity, Failure> {
        let key = authorization.and_then(|presented| self.credentials.find(presented.access_key_id, now));
        let account = key.map_or(self.credentials.default_account(), |root| &root.account);
        let parsed = authorization.and_then(|presented| self.account_region(account, presented.scope.region));
        let account_region = parsed.or_else(|| self.service.accounts().main_account_region(account));
        account_region.map(Identity::root).ok_or(Failure::UnknownKey)
    }
}

impl Identity {
    fn root(account_region: AccountRegion) -> Self {
        Self {
            caller: Arc::new(Caller {
                account_region,
                principal: Principal::Root,
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
