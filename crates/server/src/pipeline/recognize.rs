//! Claim → key, before anything of the body is read: a signature that is not of today, that does not
//! cover what it must, or whose key is unknown, is refused by the head alone.

use std::hint::black_box;
use std::sync::{Arc, Once};

use roster_domain::AccountRegion;
use roster_service::{Refusal, Sought};
use roster_sigv4::{Authorization, Current, Scope, SignatureError, SignedRequest};

use super::claim::claim;
use super::route::{Routed, Target};
use super::{Access, Pipeline};
use crate::credentials::RootKey;
use crate::exception::Failure;
use crate::known_keys::{Claim, KnownKey};
use crate::request::Request;
use crate::signing_key::Signer;

/// A request of which only the signature itself is still to be checked.
pub(crate) struct Recognized<'r> {
    pub(super) request: &'r Request,
    pub(super) credential: Credential<'r>,
    pub(super) target: Target<'r>,
}

/// What a request is to be recognized by.
pub(super) enum Credential<'r> {
    /// A signature.
    Signature(Signature<'r>),
    /// What it says of itself, where nobody need sign.
    Word(Option<Authorization<'r>>),
}

/// A signature that is still to be checked.
pub(super) struct Signature<'r> {
    pub(super) authorization: Current<'r>,
    pub(super) claim: Claim<'r>,
    pub(super) key: Key<'r>,
    /// Where the key is used.
    pub(super) home: AccountRegion,
}

/// What a signature can be checked with.
pub(super) enum Key<'r> {
    Root(&'r RootKey),
    /// Of somebody who is remembered.
    Remembered(Arc<KnownKey>),
    /// Of somebody of whom only the secret and the account were looked up.
    Stored {
        signer: Signer,
        account: Box<str>,
    },
    /// Of nobody: it was looked up, and is not there.
    Nobodys(Signer),
}

impl Pipeline {
    /// Finds out what a request can be recognized by.
    pub(super) async fn recognize<'r>(&'r self, routed: Routed<'r>) -> Result<Recognized<'r>, Failure> {
        let Routed {
            request,
            authorization,
            target,
        } = routed;
        let credential = match (self.edge.access, authorization) {
            (Access::Off, authorization) => Credential::Word(authorization),
            (Access::Enforce | Access::Observe, Some(authorization)) => {
                Credential::Signature(self.signature(request, authorization).await?)
            }
            (Access::Enforce | Access::Observe, None) => return Err(SignatureError::Missing.into()),
        };
        Ok(Recognized {
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
        let claim = claim(request, &authorization)?;
        let headers = &request.head.headers;
        let authorization = authorization.current(headers, request.time, self.edge.clock_skew)?;
        let key = self.key(claim, request).await?;
        // Outside its account's partition a key is unknown, whatever the signature is worth.
        let region = authorization.authorization().scope.region;
        let home = key.account().and_then(|account| self.home(account, region));
        match home {
            Some(home) => Ok(Signature {
                authorization,
                claim,
                key,
                home,
            }),
            None => Err(self.refuse_unknown(request, &authorization, claim, &key).await),
        }
    }

    /// The account in the Region, if the Region is one of the account's partition.
    pub(super) fn home(&self, account: &str, region: &str) -> Option<AccountRegion> {
        self.service.accounts().home(account, region)
    }

    /// Says once that a key is there, and its account is closed: nobody else is told why it is unknown.
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

    /// What a signature with the claimed key can be checked with. An account's root has no session: a
    /// token that comes with its key is nobody's.
    async fn key(&self, claim: Claim<'_>, request: &Request) -> Result<Key<'_>, Failure> {
        let root = self.credentials.find(claim.access_key_id, request.time);
        if let Some(root) = root.filter(|_| claim.session_token.is_none()) {
            return Ok(Key::Root(root));
        }
        if let Some(key) = self.known_keys.fresh(&self.service, claim, request.time) {
            return Ok(Key::Remembered(key));
        }
        Ok(match self.sought(claim).await? {
            Sought::Somebodys { secret, account } => Key::Stored {
                signer: Signer::new(secret),
                account,
            },
            Sought::Nobodys(secret) => Key::Nobodys(Signer::new(secret)),
        })
    }

    async fn sought(&self, claim: Claim<'_>) -> Result<Sought, Failure> {
        let sought = self.service.secret(claim.access_key_id, claim.session_token);
        Ok(sought.await.map_err(Refusal::from)?)
    }

    /// Does for a wrong signature what a memory has spared: a key that is unknown costs one look into the
    /// store, one decryption and one derivation, and time must not tell it from one that is known.
    pub(super) async fn make_up_for_memory(
        &self,
        key: &Key<'_>,
        derived: bool,
        claim: Claim<'_>,
        scope: &Scope<'_>,
    ) -> Result<(), Failure> {
        if !key.was_looked_up() {
            self.sought(claim).await?;
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
        claim: Claim<'_>,
        key: &Key<'_>,
    ) -> Failure {
        self.warn_of_closed_account(key);
        let scope = &authorization.authorization().scope;
        let (signing_key, derived) = key.signer().signing_key(scope);
        _ = black_box(authorization.verify(&signed_request(request, b""), &signing_key));
        match self.make_up_for_memory(key, derived, claim, scope).await {
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
            Self::Stored { signer, .. } | Self::Nobodys(signer) => signer,
        }
    }

    /// The account it belongs to; none of nobody's.
    fn account(&self) -> Option<&str> {
        match self {
            Self::Root(root) => Some(&root.account),
            Self::Remembered(key) => Some(&key.known.account),
            Self::Stored { account, .. } => Some(account),
            Self::Nobodys(_) => None,
        }
    }

    /// Whether the store was asked for it.
    const fn was_looked_up(&self) -> bool {
        match self {
            Self::Root(_) | Self::Remembered(_) => false,
            Self::Stored { .. } | Self::Nobodys(_) => true,
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
