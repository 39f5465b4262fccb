//! Claim → key, before anything of the body is read: a signature that is not of today, that does not
//! cover what it must, or whose key is unknown, is refused by the head alone.

use std::hint::black_box;
use std::time::Duration;

use roster_domain::AccountRegion;
use roster_service::boxed;
use roster_sigv4::{Authorization, Current, SignatureError, SignedRequest};

use super::config::Access;
use super::key_lookup::{Key, KeyLookup};
use super::parse_authorization::presented_credential;
use super::route::{Routed, Target};
use crate::credential_cache::PresentedCredential;
use crate::exception::Failure;
use crate::reached::{RequestSummary, StageResult};
use crate::request::Request;

/// A request of which only the signature itself is still to be checked.
pub(crate) struct WithKey<'r> {
    pub(super) request: &'r Request,
    pub(super) summary: RequestSummary<'r>,
    pub(super) credential: Credential<'r>,
    pub(super) target: Target<'r>,
}

/// What a request is to be recognized by.
pub(super) enum Credential<'r> {
    /// A signature. It is boxed, because it is large and goes through the stages until it is checked.
    Signature(Box<Signature<'r>>),
    /// The authorization that the request claims, where access is off.
    Word(Option<Authorization<'r>>),
}

/// A signature that is still to be checked.
pub(super) struct Signature<'r> {
    pub(super) authorization: Current<'r>,
    pub(super) presented: PresentedCredential<'r>,
    pub(super) key: Key,
    /// Where the key is used.
    pub(super) account_region: AccountRegion,
}

/// Finds out what a request can be recognized by.
pub(super) async fn find_key<'r>(
    routed: Routed<'r>,
    access: Access,
    keys: KeyLookup<'r>,
    clock_skew: Duration,
) -> StageResult<'r, WithKey<'r>> {
    let Routed {
        request,
        summary,
        authorization,
        target,
    } = routed;
    let credential = match (access, authorization) {
        (Access::Off, authorization) => Credential::Word(authorization),
        (Access::Enforce | Access::Observe, Some(authorization)) => {
            match signature(request, authorization, keys, clock_skew).await {
                Ok(signature) => Credential::Signature(Box::new(signature)),
                Err(failure) => return Err(summary.stop(failure)),
            }
        }
        (Access::Enforce | Access::Observe, None) => return Err(summary.stop(SignatureError::Missing)),
    };
    Ok(WithKey {
        request,
        summary,
        credential,
        target,
    })
}

async fn signature<'r>(
    request: &'r Request,
    authorization: Authorization<'r>,
    keys: KeyLookup<'r>,
    clock_skew: Duration,
) -> Result<Signature<'r>, Failure> {
    let presented = presented_credential(request, &authorization)?;
    let authorization = authorization.current(&request.head.headers, request.time, clock_skew)?;
    let key = keys.find(presented, request.time).await?;
    // Outside its account's partition a key is unknown, whatever the signature is worth.
    let region = authorization.authorization().scope.region;
    match key
        .account()
        .and_then(|account| keys.account_region(account, region))
    {
        Some(account_region) => Ok(Signature {
            authorization,
            presented,
            key,
            account_region,
        }),
        None => Err(boxed(|| refuse_unknown(request, &authorization, presented, &key, keys)).await),
    }
}

/// Refuses a key that is unknown, after as much work as a wrong signature is with a key that is there.
async fn refuse_unknown(
    request: &Request,
    authorization: &Current<'_>,
    presented: PresentedCredential<'_>,
    key: &Key,
    keys: KeyLookup<'_>,
) -> Failure {
    keys.warn_of_closed_account(key);
    let scope = &authorization.authorization().scope;
    let (signing_key, derived) = key.signer().signing_key(scope);
    _ = black_box(authorization.verify(&signed_request(request, b""), &signing_key));
    match keys.equalize_timing(key, derived, presented, scope).await {
        Ok(()) => Failure::UnknownKey,
        Err(failure) => failure,
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
