//! The indexes that were added to kinds which may have records: a numbered list, one row each.
//!
//! An engine fills each index that it finds missing when it opens a database.

use crate::key::Key;
use crate::record::{Entry, Index, Kind, Record};
use crate::records::{
    AgentStatus, HierarchyGroup, HoursOfOperation, Notification, Queue, QuickConnect, RoutingProfile,
    SecurityProfile, User, Workspace,
};

/// An index that was added to a kind.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Its number. The first is 1, and each is one more than the one before.
    pub number: u32,
    /// The kind.
    pub kind: &'static Kind,
    /// The index.
    pub index: &'static Index,
    entries_of: fn(&[u8]) -> serde_json::Result<Vec<Entry>>,
}

/// The migrations, in the order of their numbers. A row is never changed: databases have stored its number.
pub const MIGRATIONS: &[Migration] = &[
    Migration::new::<User>(1, &User::BY_TERM),
    Migration::new::<AgentStatus>(2, &AgentStatus::BY_TERM),
    Migration::new::<HierarchyGroup>(3, &HierarchyGroup::BY_TERM),
    Migration::new::<HoursOfOperation>(4, &HoursOfOperation::BY_TERM),
    Migration::new::<Notification>(5, &Notification::BY_TERM),
    Migration::new::<Queue>(6, &Queue::BY_TERM),
    Migration::new::<QuickConnect>(7, &QuickConnect::BY_TERM),
    Migration::new::<RoutingProfile>(8, &RoutingProfile::BY_TERM),
    Migration::new::<SecurityProfile>(9, &SecurityProfile::BY_TERM),
    Migration::new::<Workspace>(10, &Workspace::BY_TERM),
];

impl Migration {
    /// A migration that adds an index to the kind of a record.
    pub const fn new<R: Record>(number: u32, index: &'static Index) -> Self {
        Self {
            number,
            kind: R::KIND,
            index,
            entries_of: entries_of::<R>,
        }
    }

    /// The entries that the record in this body has in the index.
    ///
    /// # Errors
    ///
    /// If the body cannot be read. The text of the error may contain personal data.
    pub fn entries(&self, body: &[u8]) -> serde_json::Result<Vec<Key>> {
        let entries = (self.entries_of)(body)?.into_iter();
        let own = entries.filter(|entry| entry.index == self.index);
        Ok(own.map(|entry| entry.key).collect())
    }

    /// The number of the last migration of a list; 0 for none.
    pub fn last_of(migrations: &[Self]) -> u32 {
        migrations.last().map_or(0, |migration| migration.number)
    }
}

fn entries_of<R: Record>(body: &[u8]) -> serde_json::Result<Vec<Entry>> {
    serde_json::from_slice(body).map(|record: R| record.entries())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn migrations_are_numbered_without_gaps_and_each_names_an_index_of_its_kind() {
        for (number, migration) in (1..).zip(MIGRATIONS) {
            assert_eq!(migration.number, number);
            assert!(migration.kind.indexes.contains(migration.index), "{migration:?}");
        }
    }
}
