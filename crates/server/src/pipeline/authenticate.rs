//! Signature → who.

use std::sync::Arc;

use roster_domain::{AccountRegion, Caller, Principal};
use roster_service::access::Grants;
use roster_sigv4::{Authorization, SignatureError, SignedRequest, verify};

use super::route::Identified;
use super::{Access, Pipeline};
use crate::credentials::Found;
use crate::exception::Failure;
use crate::request::{Facts, Request};

/// The Region of those who need not sign and name none.
const DEFAULT_REGION: &str = "us-east-1";

/// A request whose caller is known.
pub(crate) struct Authenticated<'r> {
    pub(super) identified: Identified<'r>,
    pub(super) caller: Caller,
    /// What the caller may do; none of who may do everything.
    pub(super) grants: Option<Arc<Grants>>,
}

impl Pipeline {
    /// Finds out who asks.
    pub(super) fn authenticate<'r>(
        &self,
        identified: Identified<'r>,
        facts: &mut Facts,
    ) -> Result<Authenticated<'r>, Failure> {
        let caller = match (self.edge.access, &identified.authorization) {
            (Access::Off, authorization) => self.believed(authorization.as_ref()),
            (Access::Enforce | Access::Observe, Some(authorization)) => {
                self.verified(identified.request, authorization, &identified.body)?
            }
            (Access::Enforce | Access::Observe, None) => return Err(SignatureError::Missing.into()),
        };
        facts.caller = Some(caller.clone());
        Ok(Authenticated {
            identified,
            caller,
            grants: None,
        })
    }

    /// Who the signature proves it is.
    fn verified(
        &self,
        request: &Request,
        authorization: &Authorization<'_>,
        body: &[u8],
    ) -> Result<Caller, Failure> {
        let scope = &authorization.scope;
        let found = self.credentials.find(authorization.access_key_id);
        let key = found.unwrap_or_else(|| self.credentials.nobody());
        let (signing_key, derived) = key.signing_key(scope);
        let headers = &request.head.headers;
        let signed = SignedRequest {
            method: request.method(),
            path: request.path(),
            query: request.query(),
            headers,
            body,
        };
        let verified = verify(
            &signed,
            authorization,
            &signing_key,
            request.time,
            self.edge.clock_skew,
        );
        // An account's root has no session: a token that comes with its key is nobody's.
        if found.is_none() || headers.contains_key("x-amz-security-token") {
            return Err(Failure::UnknownKey);
        }
        verified?;
        if derived {
            key.remember(scope, signing_key);
        }
        Ok(root(key.account(), scope.region))
    }

    /// Who it says it is, where anything goes; an account's root in any case.
    fn believed(&self, authorization: Option<&Authorization<'_>>) -> Caller {
        let key = authorization.and_then(|claim| self.credentials.find(claim.access_key_id));
        let account = key.map_or(self.credentials.default_account(), Found::account);
        let region = authorization
            .map(|claim| claim.scope.region)
            .filter(|region| is_region(region));
        root(account, region.unwrap_or(DEFAULT_REGION))
    }
}

fn root(account: &str, region: &str) -> Caller {
    Caller {
        home: AccountRegion {
            account: account.into(),
            region: region.into(),
        },
        principal: Principal::Root,
    }
}

/// Whether a name has the form of a Region's. Source: the pattern of `RegionName` in the API
/// reference.
pub(super) fn is_region(name: &str) -> bool {
    let letters = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    let parts: Vec<&str> = name.split('-').collect();
    let (number, words) = match parts.split_last() {
        Some((last, words)) if last.len() == 1 && last.as_bytes()[0].is_ascii_digit() => (true, words),
        _ => (false, &parts[..]),
    };
    let right_count = (2..=3).contains(&words.len()) && (number || words.len() > 1);
    right_count && name.len() <= 31 && words[0].len() == 2 && words.iter().all(|word| letters(word))
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
