//! What a record is to a storage engine: a key, a body, and entries in indexes.

use roster_model::stored::Stored;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::audit::Hash;
use crate::id::Id;
use crate::key::Key;

/// Something that is kept.
pub trait Record: Stored + Serialize + DeserializeOwned + Clone + Send + Sync + 'static {
    /// What kind of thing it is.
    const KIND: &'static Kind;

    /// Where it is kept. Whatever belongs to an instance starts with the instance's id, here and
    /// in every entry, so that it can be removed with the instance.
    fn key(&self) -> Key;

    /// Where else it can be found. Two records cannot share an entry: that is what keeps names
    /// unique, and an index that is not about uniqueness ends its entries with the record's id.
    fn entries(&self) -> Vec<Entry>;

    /// How the entries change when this state of the record is replaced by a new one.
    fn changed_entries(&self, new: &Self) -> ChangedEntries {
        ChangedEntries::between(&self.entries(), &new.entries())
    }
}

/// How the entries of a record change with its state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangedEntries {
    /// Those that only the old state has.
    pub removed: Vec<Entry>,
    /// Those that only the new state has.
    pub added: Vec<Entry>,
}

impl ChangedEntries {
    pub(crate) fn between(old: &[Entry], new: &[Entry]) -> Self {
        let missing = |entries: &[Entry], others: &[Entry]| {
            let missing = entries.iter().filter(|entry| !others.contains(entry));
            missing.cloned().collect()
        };
        Self {
            removed: missing(old, new),
            added: missing(new, old),
        }
    }
}

/// A kind of record.
#[derive(Debug)]
pub struct Kind {
    /// Its name, and that of its table.
    pub name: &'static str,
    /// Its indexes.
    pub indexes: &'static [Index],
    /// What the audit shows of its changes.
    pub in_audit: InAudit,
    /// The members that the audit leaves out: those that say when and where the record changed, which it says anyhow,
    /// and those that follow from others.
    pub stamps: &'static [&'static str],
}

/// What the audit shows of the changes of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InAudit {
    /// The members that changed, and their values.
    Values,
    /// The same, of a user of an instance.
    ValuesOfUser {
        /// The members whose values, and those of members below them, are personal: the audit keeps them apart, so that they
        /// can be erased.
        personal: &'static [&'static str],
    },
    /// The members that changed. Their values are secret.
    Names,
    /// Nothing: the kind is no part of the directory, and the audit shows what causes its changes.
    Nothing,
}

/// The stamps of most records.
pub(crate) const LAST_MODIFIED: &[&str] = &["LastModifiedTime", "LastModifiedRegion"];

/// What was done to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Stored)]
pub enum Write {
    /// It was made.
    Insert,
    /// It was changed.
    Update,
    /// It was removed.
    Delete,
}

/// An index of a kind of record.
#[derive(Debug, PartialEq, Eq)]
pub struct Index {
    /// Its name, unique within the kind.
    pub name: &'static str,
}

/// A record's place in an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The index.
    pub index: &'static Index,
    /// The place.
    pub key: Key,
}

impl Entry {
    /// Where the record of a secret token of an instance stands.
    pub(crate) fn of_token(index: &'static Index, instance_id: &Id, token_hash: Hash) -> Self {
        Self {
            index,
            key: Key::new().id(instance_id).text(&token_hash.to_string()),
        }
    }
}
