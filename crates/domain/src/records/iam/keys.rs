//! Keys and entries of IAM's users, roles and managed policies.

use crate::key::Key;
use crate::record::{Entry, Index};

/// Where the user, role or managed policy of a unique id is kept.
pub fn key_of(account: &str, id: &str) -> Key {
    of_account(account).text(id)
}

/// Where the users, roles or managed policies of an account start in their indexes by name.
pub fn of_account(account: &str) -> Key {
    Key::new().text(account)
}

/// The entry of a name in an index by account and name, in which case does not count.
pub fn named(index: &'static Index, account: &str, name: &str) -> Entry {
    Entry {
        index,
        key: of_account(account).text(&name.to_ascii_lowercase()),
    }
}

/// The entry in an index of users or roles by permissions boundary, if there is one.
pub(super) fn bounded(index: &'static Index, boundary_id: Option<&str>, id: &str) -> Option<Entry> {
    boundary_id.map(|boundary_id| Entry {
        index,
        key: Key::new().text(boundary_id).text(id),
    })
}
