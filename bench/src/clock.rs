//! The time that requests are signed with.

use std::time::SystemTime;

#[expect(
    clippy::disallowed_methods,
    reason = "a signature needs the time of the machine"
)]
pub(super) fn now() -> SystemTime {
    SystemTime::now()
}
