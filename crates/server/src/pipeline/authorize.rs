//! Who → may they. An account's root, the only principal there is, may do everything in its account;
//! what lies in another account it does not see.

use roster_domain::Caller;

use super::Pipeline;
use super::authenticate::Authenticated;
use super::route::Identified;
use super::throttle::Admitted;
use crate::exception::Failure;

/// A request that its caller may make.
pub(crate) struct Allowed<'r> {
    pub(super) identified: Identified<'r>,
    pub(super) caller: Caller,
}

impl Pipeline {
    /// Finds out whether the caller may do what is asked for.
    #[allow(
        clippy::unnecessary_wraps,
        clippy::unused_self,
        reason = "a stage like the others: it refuses as soon as there is a principal with less than all rights"
    )]
    pub(super) fn authorize<'r>(&self, admitted: Admitted<'r>) -> Result<Allowed<'r>, Failure> {
        let Admitted(Authenticated { identified, caller }) = admitted;
        Ok(Allowed { identified, caller })
    }
}
