//! Who → not too often. Of what is refused here, a bucket tells the audit once a second at most: a
//! write for each would cost more than the request that is refused.

use super::Pipeline;
use super::authenticate::Authenticated;
use crate::exception::Failure;
use crate::throttle::Admission;

/// A request of a caller who does not ask too often.
pub(crate) struct Admitted<'r>(pub(super) Authenticated<'r>);

impl Pipeline {
    /// Finds out whether the caller asks too often.
    pub(super) fn throttle<'r>(&self, authenticated: Authenticated<'r>) -> Result<Admitted<'r>, Failure> {
        let home = &authenticated.identity.caller.home;
        let (operation, now) = (authenticated.operation, authenticated.request.time);
        let admission = self.buckets.admit(self.config.throttle, home, operation, now);
        match admission {
            Admission::Passed => Ok(Admitted(authenticated)),
            Admission::Told(untold) => {
                tracing::warn!(
                    account = &*home.account,
                    region = &*home.region,
                    operation = operation.action(),
                    untold,
                    "requests are throttled"
                );
                Err(Failure::Throttled { told: true })
            }
            Admission::Untold => Err(Failure::Throttled { told: false }),
        }
    }
}
