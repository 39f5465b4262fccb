//! Claim → key, before anything of the body is read: a signature that is not of today, that does not
//! cover what it must, or whose key is unknown, is refused by the head alone.

use std::hint::black_box;
use std::sync::{Arc, Once};

use roster_domain::AccountRegion;
use roster_service::{Refusal, SigningSecret};
use roster_sigv4::{Authorization, Current, Scope, SignatureError, SignedRequest};

use super::config::Access;
use super::parse_authorization::presented_credential;
use super::route::{Routed, Target};
use super::state::Pipeline;
use crate::credential_cache::{CachedCredential, PresentedCredential};
use crate::credentials::RootKey;
use crate::exception::Failure;
use crate::request::Request;
use crate::signing_key::Signer;

/// A request of which only the signature itself is still to be checked.
pub(crate) struct WithKey<'r> {
    pub(super) request: &'r Request,
    pub(super) credential: Credential<'r>,
    pub(super) target: Target<'r>,
}

/// What a request is to be recognized by.
pub(super) enum Credential<'r> {
    /// A signature.
    Signature(Signature<'r>),
    /// The authorization that the request claims, where access is off.
    Word(Option<Authorization<'r>>),
}

/// A signature that is still to be checked.
pub(super) struct Signature<'r> {
    pub(super) authorization: Current<'r>,
    pub(super) presented: PresentedCredential<'r>,
    pub(super) key: Key<'r>,
    /// Where the key is used.
    pub(super) account_region: AccountRegion,
}

/// What a signature can be checked with.
pub(super) enum Key<'r> {
    Root(&'r RootKey),
    /// A cached credential.
    Remembered(Arc<CachedCredential>),
    /// A key of which only the secret and the account were looked up.
    Stored {
        signer: Signer,
        account: Box<str>,
    },
    /// An unknown key: the look-up found nothing.
    Decoy(Signer),
}

impl Pipeline {
    /// Finds out what a request can be recognized by.
    pub(super) async fn find_key<'r>(&'r self, routed: Routed<'r>) -> Result<WithKey<'r>, Failure> {
        let Routed {
            request,
            authorization,
            target,
        } = routed;
        let credential = match (self.config.access, authorization) {
            (Access::Off, authorization) => Credential::Word(authorization),
            (Access::Enforce | Access::Observe, Some(authorization)) => {
                Credential::Signature(self.signature(request, authorization).await?)
            }
            (Access::Enforce | Access::Observe, None) => return Err(SignatureError::Missing.into()),
        };
        Ok(WithKey {
            request,
            credential,
            target,
        })
    }

    async fn signature<'r>(
        &'r self,
        request: &'r Request,
        authorization: Authorization<'r>,
    ) -> Result<Signature<'r>, Failure> {
        let presented = presented_credential(request, &authorization)?;
        let headers = &request.head.headers;
        let authorization = authorization.current(headers, request.time, self.config.clock_skew)?;
        let key = self.key(presented, request).await?;
        // Outside its account's partition a key is unknown, whatever the signature is worth.
        let region = authorization.authorization().scope.region;
        let account_region = key
            .account()
            .and_then(|account| self.account_region(account, region));
        match account_region {
            Some(account_region) => Ok(Signature {
                authorization,
                presented,
                key,
                account_region,
            }),
            None => Err(self
                .refuse_unknown(request, &authorization, presented, &key)
                .await),
        }
    }

    /// The account in the Region, if the Region is one of the account's partition.
    pub(super) fn account_region(&self, account: &str, region: &str) -> Option<AccountRegion> {
        self.service.accounts().account_region(account, region)
    }

    /// Logs once that the account of a known key is closed. The caller only learns that the key is unknown.
    fn warn_of_closed_account(&self, key: &Key<'_>) {
        static TOLD: Once = Once::new();
        let closed = key
            .account()
            .filter(|account| self.service.accounts().partition(account).is_none());
        if let Some(account) = closed {
            TOLD.call_once(|| {
                tracing::warn!(
                    account,
                    "a key was refused because no profile in the credentials file names its account: if it is not closed, add a profile with its aws_account_id"
                );
            });
        }
    }

    /// Finds what a signature with this key can be checked with. An account's root has no sessions, so its
    /// key with a token is unknown.
    async fn key(&self, presented: PresentedCredential<'_>, request: &Request) -> Result<Key<'_>, Failure> {
        let root = self.credentials.find(presented.access_key_id, request.time);
        if let Some(root) = root.filter(|_| presented.session_token.is_none()) {
            return Ok(Key::Root(root));
        }
        if let Some(key) = self
            .credential_cache
            .get_if_fresh(&self.service, presented, request.time)
        {
            return Ok(Key::Remembered(key));
        }
        Ok(match self.signing_secret(presented).await? {
            SigningSecret::Found { secret, account } => Key::Stored {
                signer: Signer::new(secret),
                account,
            },
            SigningSecret::Decoy(secret) => Key::Decoy(Signer::new(secret)),
        })
    }

    async fn signing_secret(&self, presented: PresentedCredential<'_>) -> Result<SigningSecret, Failure> {
        let signing_secret = self
            .service
            .secret(presented.access_key_id, presented.session_token);
        Ok(signing_secret.await.map_err(Refusal::from)?)
    }

    /// Does the work that a cache has saved, before a wrong signature is refused: an unknown key costs one
    /// look-up, one decryption and one derivation, and a known one must take as long.
    pub(super) async fn equalize_timing(
        &self,
        key: &Key<'_>,
        derived: bool,
        presented: PresentedCredential<'_>,
        scope: &Scope<'_>,
    ) -> Result<(), Failure> {
        if !key.was_looked_up() {
            self.signing_secret(presented).await?;
        }
        if !derived {
            black_box(key.signer().derive(scope));
        }
        Ok(())
    }

    /// Refuses a key that is unknown, after as much work as a wrong signature is with a key that is there.
    async fn refuse_unknown(
        &self,
        request: &Request,
        authorization: &Current<'_>,
        presented: PresentedCredential<'_>,
        key: &Key<'_>,
    ) -> Failure {
        self.warn_of_closed_account(key);
        let scope = &authorization.authorization().scope;
        let (signing_key, derived) = key.signer().signing_key(scope);
        _ = black_box(authorization.verify(&signed_request(request, b""), &signing_key));
        match self.equalize_timing(key, derived, presented, scope).await {
            Ok(()) => Failure::UnknownKey,
            Err(failure) => failure,
        }
    }
}

impl Key<'_> {
    pub(super) fn signer(&self) -> &Signer {
        match self {
            Self::Root(root) => &root.signer,
            Self::Remembered(key) => &key.signer,
            Self::Stored { signer, .. } | Self::Decoy(signer) => signer,
        }
    }

    /// The account that it belongs to; none for an unknown key.
    fn account(&self) -> Option<&str> {
        match self {
            Self::Root(root) => Some(&root.account),
            Self::Remembered(key) => Some(&key.credential.account),
            Self::Stored { account, .. } => Some(account),
            Self::Decoy(_) => None,
        }
    }

    /// Whether the store was asked for it.
    const fn was_looked_up(&self) -> bool {
        match self {
            Self::Root(_) | Self::Remembered(_) => false,
            Self::Stored { .. } | Self::Decoy(_) => true,
        }
    }
}

/// A request as it was signed.
pub(super) fn signed_request<'r>(request: &'r Request, body: &'r [u8]) -> SignedRequest<'r> {
    SignedRequest {
        method: request.method(),
        path: request.path(),
        query: request.query(),
        headers: &request.head.headers,
        body,
    }
}
