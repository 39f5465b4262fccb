//! Signature → who.

use std::hint::black_box;
use std::sync::{Arc, Once};
use std::time::SystemTime;

use bytes::Bytes;
use http::header::{HeaderName, HeaderValue};
use roster_domain::{AccountRegion, Caller, Principal};
use roster_model::operation::Description;
use roster_service::access::Grants;
use roster_service::{Refusal, Sought};
use roster_sigv4::{Authorization, Scope, SignatureError, SignedRequest, verify};

use super::route::{Identified, Labels};
use super::{Access, Pipeline};
use crate::credentials::RootKey;
use crate::exception::Failure;
use crate::known_keys::{Claim, KnownKey};
use crate::request::{Facts, Request};
use crate::signing_key::Signer;

/// The header of a session token.
const SESSION_TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");

/// A request whose caller is known.
pub(crate) struct Authenticated<'r> {
    pub(super) request: &'r Request,
    pub(super) operation: &'static Description,
    pub(super) labels: Labels<'r>,
    pub(super) body: Bytes,
    pub(super) identity: Identity,
}

/// Who makes a request.
pub(crate) struct Identity {
    pub(super) caller: Arc<Caller>,
    /// What they may do; none of a root, who may do everything.
    pub(super) grants: Option<Arc<Grants>>,
}

/// What a signature can be checked with.
enum Key<'p> {
    Root(&'p RootKey),
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
    /// Finds out who asks.
    pub(super) async fn authenticate<'r>(
        &self,
        identified: Identified<'r>,
        facts: &mut Facts,
    ) -> Result<Authenticated<'r>, Failure> {
        let Identified {
            request,
            authorization,
            operation,
            labels,
            body,
        } = identified;
        let identity = match (self.edge.access, &authorization) {
            (Access::Off, authorization) => self.believed(authorization.as_ref())?,
            (Access::Enforce | Access::Observe, Some(authorization)) => {
                self.verified(request, authorization, &body).await?
            }
            (Access::Enforce | Access::Observe, None) => return Err(SignatureError::Missing.into()),
        };
        facts.caller = Some(Arc::clone(&identity.caller));
        Ok(Authenticated {
            request,
            operation,
            labels,
            body,
            identity,
        })
    }

    /// Who the signature proves it is.
    async fn verified(
        &self,
        request: &Request,
        authorization: &Authorization<'_>,
        body: &[u8],
    ) -> Result<Identity, Failure> {
        let (scope, now) = (&authorization.scope, request.time);
        let headers = &request.head.headers;
        let token = headers.get(SESSION_TOKEN).map(HeaderValue::to_str);
        let claim = Claim {
            access_key_id: authorization.access_key_id,
            session_token: token.transpose().map_err(|_| Failure::UnknownKey)?,
        };
        let key = self.key(claim, request).await?;
        let (signing_key, derived) = key.signer().signing_key(scope);
        let to_verify = SignedRequest {
            method: request.method(),
            path: request.path(),
            query: request.query(),
            headers,
            body,
        };
        let verified = verify(&to_verify, authorization, &signing_key, now, self.edge.clock_skew);
        // Outside its account's partition a key is unknown, whatever the signature is worth.
        let home = key.account().and_then(|account| self.home(account, scope.region));
        let proven = match home {
            Some(home) => verified.map(|()| home).map_err(Failure::from),
            None => {
                if verified.is_ok() {
                    self.warn_of_closed_account(&key);
                }
                Err(Failure::UnknownKey)
            }
        };
        let home = match proven {
            Ok(home) => home,
            Err(failure) => {
                self.make_up_for_memory(&key, derived, claim, scope).await?;
                return Err(failure);
            }
        };
        if derived {
            key.signer().remember(scope, signing_key);
        }
        match key {
            Key::Root(_) => Ok(Identity::root(home)),
            Key::Remembered(key) => Identity::of(&key, home, now),
            Key::Stored { signer, .. } => {
                let learnt = self.known_keys.learn(&self.service, claim, signer, now);
                let key = learnt.await.map_err(Refusal::from)?.ok_or(Failure::UnknownKey)?;
                Identity::of(&key, home, now)
            }
            Key::Nobodys(_) => Err(Failure::UnknownKey),
        }
    }

    /// The account in the Region, if the Region is one of the account's partition.
    fn home(&self, account: &str, region: &str) -> Option<AccountRegion> {
        self.service.accounts().home(account, region)
    }

    /// Says once that a key is good, but for its account: nobody else is told why it is unknown.
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
        let root = self.credentials.find(claim.access_key_id);
        if let Some(root) = root.filter(|_| claim.session_token.is_none()) {
            return Ok(Key::Root(root));
        }
        if let Some(key) = self.known_keys.fresh(&self.service, claim, request.time) {
            return Ok(Key::Remembered(key));
        }
        Ok(match self.sought(claim).await? {
            Sought::Somebodys { secret, account } => Key::Stored {
                signer: Signer::new(secret.0),
                account,
            },
            Sought::Nobodys(secret) => Key::Nobodys(Signer::new(secret.0)),
        })
    }

    async fn sought(&self, claim: Claim<'_>) -> Result<Sought, Failure> {
        let sought = self.service.secret(claim.access_key_id, claim.session_token);
        Ok(sought.await.map_err(Refusal::from)?)
    }

    /// Does for a wrong signature what a memory has spared: a key that is unknown costs one look into the
    /// store, one decryption and one derivation, and time must not tell it from one that is known.
    async fn make_up_for_memory(
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

    /// Who it says it is, where anything goes; an account's root in any case, and always in a Region of the
    /// account's partition.
    fn believed(&self, authorization: Option<&Authorization<'_>>) -> Result<Identity, Failure> {
        let key = authorization.and_then(|claim| self.credentials.find(claim.access_key_id));
        let account = key.map_or(self.credentials.default_account(), |root| &root.account);
        let claimed = authorization.and_then(|claim| self.home(account, claim.scope.region));
        let home = claimed.or_else(|| self.service.accounts().main_home(account));
        home.map(Identity::root).ok_or(Failure::UnknownKey)
    }
}

impl Key<'_> {
    fn signer(&self) -> &Signer {
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

impl Identity {
    fn root(home: AccountRegion) -> Self {
        Self {
            caller: Arc::new(Caller {
                home,
                principal: Principal::Root,
            }),
            grants: None,
        }
    }

    fn of(key: &KnownKey, home: AccountRegion, now: SystemTime) -> Result<Self, Failure> {
        let known = &key.known;
        if known.account != home.account {
            return Err(Failure::UnknownKey);
        }
        if known.expires.is_some_and(|expires| expires <= now.into()) {
            return Err(Failure::ExpiredToken);
        }
        Ok(Self {
            caller: Arc::new(Caller {
                home,
                principal: known.principal.clone(),
            }),
            grants: Some(Arc::clone(&key.grants)),
        })
    }
}
