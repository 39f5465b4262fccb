//! Caller → within its rate. Of the refusals here, one a second is audited for each bucket: a write for each
//! would cost more than the refused request.

use super::authenticate::Authenticated;
use crate::exception::Failure;
use crate::reached::StageResult;
use crate::throttle::{Admission, OperationBuckets};

/// A request within its caller's rate.
pub(crate) struct Admitted<'r>(pub(super) Authenticated<'r>);

/// Finds out whether the caller asks too often.
pub(super) fn throttle<'r>(
    authenticated: Authenticated<'r>,
    buckets: &OperationBuckets,
) -> StageResult<'r, Admitted<'r>> {
    let account_region = &authenticated.proven.caller.account_region;
    let (operation, now) = (authenticated.operation, authenticated.request.time);
    let is_reported = match buckets.admit(account_region, operation, now) {
        Admission::Passed => return Ok(Admitted(authenticated)),
        Admission::Reported(unreported) => {
            tracing::warn!(
                account = &*account_region.account,
                region = &*account_region.region,
                operation = operation.action(),
                unreported,
                "requests are throttled"
            );
            true
        }
        Admission::Unreported => false,
    };
    Err(authenticated.proven.stop(Failure::Throttled { is_reported }))
}
