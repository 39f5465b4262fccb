//! Who → may they. An account's root may do everything in its account, anyone else only ask who they
//! are, and take on roles; what lies in another account nobody sees.

use super::Pipeline;
use super::authenticate::{Authenticated, Identity};
use super::route::Identified;
use crate::exception::Failure;

/// What needs no permission, and what the trust policy of a role decides as well. Source: the STS API
/// reference.
const DECIDED_ELSEWHERE: [&str; 2] = ["sts:GetCallerIdentity", "sts:AssumeRole"];

/// A request that its caller may make.
pub(crate) struct Allowed<'r> {
    pub(super) identified: Identified<'r>,
    pub(super) identity: Identity,
}

impl Pipeline {
    /// Finds out whether the caller may do what is asked for.
    #[allow(clippy::unused_self, reason = "a stage like the others")]
    pub(super) fn authorize<'r>(&self, authenticated: Authenticated<'r>) -> Result<Allowed<'r>, Failure> {
        let Authenticated { identified, identity } = authenticated;
        let action = identified.operation.action();
        // Policies are not evaluated yet: whoever needs one has no right.
        if identity.policies.is_some() && !DECIDED_ELSEWHERE.contains(&&*action) {
            return Err(Failure::AccessDenied {
                principal: identity.caller.arn(),
                action,
            });
        }
        Ok(Allowed { identified, identity })
    }
}
