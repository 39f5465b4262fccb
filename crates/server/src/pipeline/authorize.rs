//! Who → may they. An account's root may do everything in its account, anyone else only ask who they
//! are; what lies in another account nobody sees.

use roster_domain::Caller;

use super::Pipeline;
use super::authenticate::{Authenticated, Identity};
use super::route::Identified;
use crate::exception::Failure;

/// What needs no permission. Source: the STS API reference on `GetCallerIdentity`.
const FREE: &str = "sts:GetCallerIdentity";

/// A request that its caller may make.
pub(crate) struct Allowed<'r> {
    pub(super) identified: Identified<'r>,
    pub(super) caller: Caller,
}

impl Pipeline {
    /// Finds out whether the caller may do what is asked for.
    #[allow(clippy::unused_self, reason = "a stage like the others")]
    pub(super) fn authorize<'r>(&self, authenticated: Authenticated<'r>) -> Result<Allowed<'r>, Failure> {
        let Authenticated {
            identified,
            identity: Identity { caller, policies },
        } = authenticated;
        let action = identified.operation.action();
        // Policies are not evaluated yet: whoever needs one has no right.
        if policies.is_some() && action != FREE {
            return Err(Failure::AccessDenied {
                principal: caller.arn(),
                action,
            });
        }
        Ok(Allowed { identified, caller })
    }
}
