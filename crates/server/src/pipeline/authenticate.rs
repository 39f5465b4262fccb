//! Signature → who.

use std::net::IpAddr;

use roster_domain::AccountRegion;
use roster_sigv4::{Authorization, SignedRequest, verify};

use super::route::Received;
use super::{Access, Pipeline};
use crate::exception::Failure;
use crate::request::{Caller, Facts, Request};

/// The name that Connect's signatures are scoped to.
const SERVICE: &str = "connect";

/// The Region of those who need not sign and name none.
const DEFAULT_REGION: &str = "us-east-1";

/// A request whose caller is known.
pub(crate) struct Authenticated<'r> {
    pub(super) received: Received<'r>,
    pub(super) caller: Caller,
}

impl Pipeline {
    /// Finds out who asks.
    pub(super) fn authenticate<'r>(
        &self,
        received: Received<'r>,
        facts: &mut Facts,
    ) -> Result<Authenticated<'r>, Failure> {
        let caller = match self.edge.access {
            Access::Enforce | Access::Observe => self.verified(&received, facts)?,
            Access::Off => self.believed(received.request, facts)?,
        };
        facts.caller = Some(caller.clone());
        Ok(Authenticated { received, caller })
    }

    /// Who the signature proves it is.
    fn verified(&self, received: &Received<'_>, facts: &mut Facts) -> Result<Caller, Failure> {
        let headers = &received.request.head.headers;
        let authorization = Authorization::parse(headers)?;
        facts.access_key_id = Some(authorization.access_key_id.to_owned());
        let scope = &authorization.scope;
        // The Region is the caller's choice; it only has to look like one.
        scope.require(scope.region, SERVICE)?;
        if !is_region(scope.region) {
            return Err(Failure::NotARegion);
        }

        let found = self.credentials.find(authorization.access_key_id);
        let key = found.unwrap_or_else(|| self.credentials.nobody());
        let (signing_key, derived) = key.signing_key(scope);
        let signed = SignedRequest {
            method: received.request.method(),
            path: received.request.path(),
            query: received.request.query(),
            headers,
            body: &received.body,
        };
        let verified = verify(
            &signed,
            &authorization,
            &signing_key,
            received.request.time,
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
    fn believed(&self, request: &Request, facts: &mut Facts) -> Result<Caller, Failure> {
        if may_come_from_a_page(request) {
            return Err(Failure::FromBrowser);
        }
        let Ok(authorization) = Authorization::parse(&request.head.headers) else {
            return Ok(root(self.credentials.default_account(), DEFAULT_REGION));
        };
        facts.access_key_id = Some(authorization.access_key_id.to_owned());
        let key = self.credentials.find(authorization.access_key_id);
        let account = key
            .as_ref()
            .map_or(self.credentials.default_account(), |key| key.account());
        let region = Some(authorization.scope.region).filter(|region| is_region(region));
        Ok(root(account, region.unwrap_or(DEFAULT_REGION)))
    }
}

fn root(account: &str, region: &str) -> Caller {
    let home = AccountRegion {
        account: account.into(),
        region: region.into(),
    };
    Caller {
        principal: format!("arn:{}:iam::{account}:root", home.partition()),
        home,
    }
}

/// Whether a page in somebody's browser may have sent a request: it must not get at a server that
/// trusts the whole machine. A foreign page sends `Origin`; one that has made its own name point
/// here sends that name as `Host`.
fn may_come_from_a_page(request: &Request) -> bool {
    let headers = &request.head.headers;
    let host = headers
        .get(http::header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    let name = host
        .rsplit_once(':')
        .filter(|_| !host.ends_with(']'))
        .map_or(host, |(name, _)| name);
    let address: Result<IpAddr, _> = name.trim_matches(['[', ']']).parse();
    let is_here = name == "localhost" || address.is_ok_and(|address| address.is_loopback());
    headers.contains_key(http::header::ORIGIN) || !is_here
}

/// Whether a name has the form of a Region's. Source: the pattern of `RegionName` in the API
/// reference.
fn is_region(name: &str) -> bool {
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
