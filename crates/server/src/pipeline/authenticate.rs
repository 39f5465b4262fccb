//! Signature → who.

use std::hint::black_box;
use std::sync::Arc;
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

/// The Region of those who need not sign and name none.
const DEFAULT_REGION: &str = "us-east-1";

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
    /// Of somebody of whom only the secret was looked up.
    Stored(Signer),
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
            (Access::Off, authorization) => self.believed(authorization.as_ref()),
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
        if matches!(key, Key::Nobodys(_)) {
            return Err(Failure::UnknownKey);
        }
        if let Err(error) = verified {
            self.make_up_for_memory(&key, derived, claim, scope).await?;
            return Err(error.into());
        }
        if derived {
            key.signer().remember(scope, signing_key);
        }
        match key {
            Key::Root(root) => Ok(Identity::root(&root.account, scope.region)),
            Key::Remembered(key) => Identity::of(&key, scope.region, now),
            Key::Stored(signer) => {
                let learnt = self.known_keys.learn(&self.service, claim, signer, now);
                let key = learnt.await.map_err(Refusal::from)?.ok_or(Failure::UnknownKey)?;
                Identity::of(&key, scope.region, now)
            }
            Key::Nobodys(_) => Err(Failure::UnknownKey),
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
            Sought::Somebodys(secret) => Key::Stored(Signer::new(secret.0)),
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

    /// Who it says it is, where anything goes; an account's root in any case.
    fn believed(&self, authorization: Option<&Authorization<'_>>) -> Identity {
        let key = authorization.and_then(|claim| self.credentials.find(claim.access_key_id));
        let account = key.map_or(self.credentials.default_account(), |root| &root.account);
        let region = authorization
            .map(|claim| claim.scope.region)
            .filter(|region| is_region(region));
        Identity::root(account, region.unwrap_or(DEFAULT_REGION))
    }
}

impl Key<'_> {
    fn signer(&self) -> &Signer {
        match self {
            Self::Root(root) => &root.signer,
            Self::Remembered(key) => &key.signer,
            Self::Stored(signer) | Self::Nobodys(signer) => signer,
        }
    }

    /// Whether the store was asked for it.
    const fn was_looked_up(&self) -> bool {
        match self {
            Self::Root(_) | Self::Remembered(_) => false,
            Self::Stored(_) | Self::Nobodys(_) => true,
        }
    }
}

impl Identity {
    fn root(account: &str, region: &str) -> Self {
        Self {
            caller: caller(account, region, Principal::Root),
            grants: None,
        }
    }

    fn of(key: &KnownKey, region: &str, now: SystemTime) -> Result<Self, Failure> {
        let known = &key.known;
        if known.expires.is_some_and(|expires| expires <= now.into()) {
            return Err(Failure::ExpiredToken);
        }
        Ok(Self {
            caller: caller(&known.account, region, known.principal.clone()),
            grants: Some(Arc::clone(&key.grants)),
        })
    }
}

fn caller(account: &str, region: &str, principal: Principal) -> Arc<Caller> {
    Arc::new(Caller {
        home: AccountRegion {
            account: account.into(),
            region: region.into(),
        },
        principal,
    })
}

/// Whether a name has the form of a Region's. Source: the pattern of `RegionName` in the API
/// reference.
pub(super) fn is_region(name: &str) -> bool {
    let is_word = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_lowercase);
    let words = match name.as_bytes() {
        [words @ .., b'-', digit] if digit.is_ascii_digit() => words,
        words => words,
    };
    let is_hyphen = |byte: &u8| *byte == b'-';
    let hyphens = words.iter().filter(|byte| is_hyphen(byte)).count();
    let has_words = words.split(is_hyphen).all(is_word) && (1..=2).contains(&hyphens);
    has_words && name.len() <= 31 && words.get(2) == Some(&b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_look_like_regions() {
        for name in ["us-east-1", "eu-west-2", "us-gov-west-1", "ap-southeast-2"] {
            assert!(is_region(name), "{name}");
        }
        for name in [
            "",
            "us",
            "us-east-10",
            "US-EAST-1",
            "us_east_1",
            "-east-1",
            "us--1",
            "usa-east-1",
            "us-a-b-c-1",
        ] {
            assert!(!is_region(name), "{name}");
        }
    }
}
