//! Which access keys, principals and policies have changed: what was read of them before may be out of date
//! (docs/decisions/0049-looking-up-keys.md).

use std::collections::BTreeSet;
use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};
use std::iter;
use std::sync::atomic::{AtomicU64, Ordering};

use roster_domain::records::iam::Subject;

/// How many places there are. Subjects share them: now and then something is looked up again for the change of another.
const PLACES: usize = 4096;

/// The changes of subjects that this server has made, numbered.
pub(crate) struct AccessChanges {
    last: AtomicU64,
    /// The number of the last change of a subject with this place.
    places: Box<[AtomicU64]>,
}

/// A moment among the changes that this server has made; the default lies before all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct AccessMoment(u64);

/// What a credential was read from.
#[derive(Clone, Debug)]
pub(crate) struct Basis {
    moment: AccessMoment,
    places: Box<[usize]>,
}

impl Default for AccessChanges {
    fn default() -> Self {
        Self {
            last: AtomicU64::new(0),
            places: iter::repeat_with(AtomicU64::default).take(PLACES).collect(),
        }
    }
}

impl Basis {
    /// Subjects, as they were at a moment or later.
    pub(crate) fn new(moment: AccessMoment, subjects: &BTreeSet<Subject>) -> Self {
        let places = if subjects.contains(&Subject::all()) {
            (0..PLACES).collect()
        } else {
            subjects.iter().map(place).collect()
        };
        Self { moment, places }
    }
}

impl AccessChanges {
    /// The present moment. What is read of the store from now on shows every change that was noted before.
    pub(crate) fn now(&self) -> AccessMoment {
        AccessMoment(self.last.load(Ordering::Acquire))
    }

    /// Notes that subjects have changed. The changes are in the store.
    pub(crate) fn note(&self, subjects: &BTreeSet<Subject>) {
        if subjects.is_empty() {
            return;
        }
        let number = self.last.fetch_add(1, Ordering::AcqRel) + 1;
        let note_at = |place: &AtomicU64| _ = place.fetch_max(number, Ordering::AcqRel);
        if subjects.contains(&Subject::all()) {
            self.places.iter().for_each(note_at);
        } else {
            let places = subjects.iter().map(|subject| &self.places[place(subject)]);
            places.for_each(note_at);
        }
    }

    /// Whether nothing that something was read from has changed since.
    pub(crate) fn is_current(&self, basis: &Basis) -> bool {
        let mut places = basis.places.iter();
        places.all(|place| self.places[*place].load(Ordering::Acquire) <= basis.moment.0)
    }
}

fn place(subject: &Subject) -> usize {
    // Hashes of one process only.
    let hash = BuildHasherDefault::<DefaultHasher>::default().hash_one(subject);
    usize::try_from(hash % PLACES as u64).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use roster_domain::Record as _;
    use roster_domain::records::iam::{AccessKey, IamUser, of_account};

    use super::*;

    fn subjects<const N: usize>(ids: [&str; N]) -> BTreeSet<Subject> {
        let subject = |id: &str| Subject::of(AccessKey::KIND, &AccessKey::key_of(id));
        ids.into_iter().filter_map(subject).collect()
    }

    #[test]
    fn what_was_read_before_a_change_is_out_of_date_although_it_is_kept_after_it() {
        let changes = AccessChanges::default();
        let begun = changes.now();
        changes.note(&subjects(["AKIA1"]));

        let read_before = Basis::new(begun, &subjects(["AKIA1", "AIDA1"]));
        let read_after = Basis::new(changes.now(), &subjects(["AKIA1", "AIDA1"]));

        assert!(!changes.is_current(&read_before));
        assert!(changes.is_current(&read_after));
    }

    #[test]
    fn a_change_is_about_its_subjects() {
        let changes = AccessChanges::default();
        let ana = Basis::new(changes.now(), &subjects(["AIDA1", "ANPA1"]));
        let bob = Basis::new(changes.now(), &subjects(["AIDA2"]));

        changes.note(&subjects(["ANPA1"]));

        assert!(!changes.is_current(&ana));
        assert!(changes.is_current(&bob));
    }

    #[test]
    fn a_change_of_all_is_about_each() {
        let changes = AccessChanges::default();
        let ana = Basis::new(changes.now(), &subjects(["AIDA1"]));
        let all = Subject::of(IamUser::KIND, &of_account("123456789012"));

        changes.note(&all.into_iter().collect());

        assert!(!changes.is_current(&ana));
    }
}
