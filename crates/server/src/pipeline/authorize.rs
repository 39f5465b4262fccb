//! Who → may they. An account's root, the only principal there is, may do everything in its account;
//! what lies in another account it does not see.

use bytes::Bytes;

use super::Pipeline;
use super::authenticate::Authenticated;
use super::route::Routed;
use crate::exception::Failure;
use crate::request::Caller;

/// A request that its caller may make.
pub(crate) struct Allowed<'r> {
    pub(super) routed: Routed<'r>,
    pub(super) body: Bytes,
    pub(super) caller: Caller,
}

impl Pipeline {
    /// Finds out whether the caller may do what is asked for.
    #[allow(
        clippy::unnecessary_wraps,
        clippy::unused_self,
        reason = "a stage like the others: it refuses as soon as there is a principal with less than all rights"
    )]
    pub(super) fn authorize<'r>(&self, authenticated: Authenticated<'r>) -> Result<Allowed<'r>, Failure> {
        let Authenticated { routed, body, caller } = authenticated;
        Ok(Allowed { routed, body, caller })
    }
}
