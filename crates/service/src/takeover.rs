//! The takeover guard: what becomes of a change of a user's primary address
//! (docs/decisions/0040-the-takeover-guard.md).

mod asker;
mod changed;
mod pending;
mod resets;
mod update;

pub(crate) use pending::{change_of_link, pending_change};
pub(crate) use update::{edits_users, update_identity};

use roster_domain::account_mail::{AddressChangeDetails, masked_address};
use roster_domain::records::PendingChange;
use roster_model::shapes::Email;

use crate::context::Context;

impl Context<'_> {
    /// A change that this request makes or asks for, as mails describe it.
    fn change_details(&self, new_address: Option<&Email>) -> AddressChangeDetails {
        AddressChangeDetails {
            new_address: masked(new_address),
            principal: self.caller.arn(),
            time: self.now,
            source_address: self.source.address.clone(),
        }
    }
}

/// A change that waits, as mails describe it: with the principal and the time of its request.
fn details_of(change: &PendingChange) -> AddressChangeDetails {
    AddressChangeDetails {
        new_address: masked(change.new_email.as_ref()),
        principal: change.asked_by.arn.clone(),
        time: change.asked_at,
        source_address: change.asked_from.clone(),
    }
}

fn masked(address: Option<&Email>) -> String {
    address.map_or_else(String::new, |address| masked_address(address))
}
