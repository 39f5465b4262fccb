//! The rows of the suite.

use roster_domain::records::iam::IamUser;
use roster_domain::{Entry, Key};

/// A row of the kind `iam_user`, with an entry in each of two indexes. No migration fills an index of the kind: bodies of the
/// suite are no records.
#[derive(Clone, Copy, Debug)]
pub(super) struct Person {
    pub(super) company: &'static str,
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) team: &'static str,
}

pub(super) const ANA: Person = Person {
    company: "acme",
    id: "1",
    name: "ana",
    team: "red",
};

pub(super) const BEN: Person = Person {
    company: "acme",
    id: "2",
    name: "ben",
    team: "red",
};

pub(super) const CARL: Person = Person {
    company: "acme",
    id: "3",
    name: "carl",
    team: "blue",
};

/// A person of another company with the id and name of Ana.
pub(super) const OTHER_ANA: Person = Person {
    company: "zenith",
    ..ANA
};

impl Person {
    pub(super) fn key(&self) -> Key {
        Key::new().text(self.company).text(self.id)
    }

    pub(super) fn body(&self) -> Vec<u8> {
        format!("{self:?}").into_bytes()
    }

    pub(super) fn by_name(&self) -> Entry {
        Entry {
            index: &IamUser::BY_NAME,
            key: Key::new().text(self.company).text(self.name),
        }
    }

    pub(super) fn by_team(&self) -> Entry {
        Entry {
            index: &IamUser::BY_BOUNDARY,
            key: Key::new().text(self.company).text(self.team).text(self.id),
        }
    }

    pub(super) fn entries(&self) -> Vec<Entry> {
        vec![self.by_name(), self.by_team()]
    }

    /// The entries of this state that the other lacks.
    pub(super) fn entries_without(&self, other: &Self) -> Vec<Entry> {
        let mut entries = self.entries();
        entries.retain(|entry| !other.entries().contains(entry));
        entries
    }
}
