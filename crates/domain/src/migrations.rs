//! The changes of how kinds are stored which may have records: a numbered list, one row each.
//!
//! An engine fills each index that it finds missing when it opens a database, and notes each migration in it. So a version
//! that does not know one finds its number there, and does not write.

use crate::key::Key;
use crate::record::{Entry, Index, Kind, Record};
use crate::records::{
    AgentStatus, HierarchyGroup, HoursOfOperation, Notification, Queue, QuickConnect, RoutingProfile,
    SecurityProfile, User, Workspace,
};

/// A change of how a kind is stored.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Its number. The first is 1, and each is one more than the one before.
    pub number: u32,
    /// What changes.
    pub step: Step,
}

/// What a migration changes.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// The kind has a new index. Versions that do not know it can read.
    Index(NewIndex),
    /// The kind is new, or its records have another format from here on; those that are there are read as they are. It is for what
    /// older versions would write wrongly. A member that is added needs none, as they keep it.
    Format {
        /// The kind.
        kind: &'static Kind,
        /// Whether versions that do not know the format can read it.
        is_readable: bool,
    },
}

/// An index that is added to a kind.
#[derive(Clone, Copy, Debug)]
pub struct NewIndex {
    /// The kind.
    pub kind: &'static Kind,
    /// The index.
    pub index: &'static Index,
    entries_of: fn(&[u8]) -> serde_json::Result<Vec<Entry>>,
}

/// The migrations, in the order of their numbers. A row is never changed: databases have stored its number.
pub const MIGRATIONS: &[Migration] = &[
    Migration::index::<User>(1, &User::BY_TERM),
    Migration::index::<AgentStatus>(2, &AgentStatus::BY_TERM),
    Migration::index::<HierarchyGroup>(3, &HierarchyGroup::BY_TERM),
    Migration::index::<HoursOfOperation>(4, &HoursOfOperation::BY_TERM),
    Migration::index::<Notification>(5, &Notification::BY_TERM),
    Migration::index::<Queue>(6, &Queue::BY_TERM),
    Migration::index::<QuickConnect>(7, &QuickConnect::BY_TERM),
    Migration::index::<RoutingProfile>(8, &RoutingProfile::BY_TERM),
    Migration::index::<SecurityProfile>(9, &SecurityProfile::BY_TERM),
    Migration::index::<Workspace>(10, &Workspace::BY_TERM),
];

impl Migration {
    /// A migration that adds an index to the kind of a record.
    pub const fn index<R: Record>(number: u32, index: &'static Index) -> Self {
        Self {
            number,
            step: Step::Index(NewIndex {
                kind: R::KIND,
                index,
                entries_of: entries_of::<R>,
            }),
        }
    }

    /// A migration that gives the records of a kind another format.
    pub const fn format(number: u32, kind: &'static Kind, is_readable: bool) -> Self {
        Self {
            number,
            step: Step::Format { kind, is_readable },
        }
    }

    /// The index that it adds.
    pub const fn new_index(&self) -> Option<&NewIndex> {
        match &self.step {
            Step::Index(index) => Some(index),
            Step::Format { .. } => None,
        }
    }

    /// Whether versions that do not know it can read.
    pub const fn is_readable(&self) -> bool {
        match self.step {
            Step::Index(_) => true,
            Step::Format { is_readable, .. } => is_readable,
        }
    }

    /// The indexes that the migrations of a list add, each with the number of its migration.
    pub fn new_indexes(migrations: &[Self]) -> impl Iterator<Item = (u32, &NewIndex)> {
        migrations
            .iter()
            .filter_map(|migration| Some((migration.number, migration.new_index()?)))
    }

    /// The number of the last migration of a list; 0 for none.
    pub fn last_of(migrations: &[Self]) -> u32 {
        migrations.last().map_or(0, |migration| migration.number)
    }
}

impl NewIndex {
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
            if let Some(NewIndex { kind, index, .. }) = migration.new_index() {
                assert!(kind.indexes.contains(index), "{migration:?}");
            }
        }
    }
}
