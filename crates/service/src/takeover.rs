//! The takeover guard: what becomes of a change of a user's primary address
//! (docs/decisions/0040-the-takeover-guard.md).

mod asker;
mod changed;
mod pending;
mod resets;
mod update;

pub(crate) use pending::pending_change;
pub(crate) use update::update_identity;

use std::time::Duration;

use roster_domain::notification::{AddressChange as Told, masked_address};
use roster_model::shapes::{Email, Timestamp};

use crate::context::Context;

/// A moment after another.
fn after(time: Timestamp, duration: Duration) -> Timestamp {
    let milliseconds = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
    Timestamp {
        milliseconds: time.milliseconds.saturating_add(milliseconds),
    }
}

impl Context<'_> {
    /// A change that this request makes or asks for, as mails tell it.
    fn told(&self, new_address: Option<&Email>) -> Told {
        Told {
            new_address: new_address.map_or_else(String::new, |address| masked_address(address)),
            principal: self.caller.arn(),
            time: self.now,
            source_address: self.source_address.to_string(),
        }
    }
}
