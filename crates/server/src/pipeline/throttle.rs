//! Caller → within its rate. Of the refusals here, one a second is audited for each bucket: a write for each
//! would cost more than the refused request.

use super::authenticate::Authenticated;
use super::state::Pipeline;
use crate::exception::Failure;
use crate::throttle::Admission;

/// A request within its caller's rate.
pub(crate) struct Admitted<'r>(pub(super) Authenticated<'r>);

impl Pipeline {
    /// Finds out whether the caller asks too often.
    pub(super) fn throttle<'r>(&self, authenticated: Authenticated<'r>) -> Result<Admitted<'r>, Failure> {
        let account_region = &authenticated.identity.caller.account_region;
        let (operation, now) = (authenticated.operation, authenticated.request.time);
        let admission = self
            .buckets
            .admit(self.config.throttle, account_region, operation, now);
        match admission {
            Admission::Passed => Ok(Admitted(authenticated)),
            Admission::Reported(unreported) => {
                tracing::warn!(
                    account = &*account_region.account,
                    region = &*account_region.region,
                    operation = operation.action(),
                    unreported,
                    "requests are throttled"
                );
                Err(Failure::Throttled { is_reported: true })
            }
            Admission::Unreported => Err(Failure::Throttled { is_reported: false }),
        }
    }
}
