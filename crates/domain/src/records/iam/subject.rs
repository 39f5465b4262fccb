//! What the records of IAM are about. Whether a request may be made depends on the records of a few subjects.

use super::{IamRole, IamUser, KINDS, ManagedPolicy};
use crate::key::Key;
use crate::record::{Kind, Record};

/// An access key, a user, a role or a managed policy, by its unique id, with everything that belongs to it but has no unique id: the inline
/// policies and attachments of a user or role.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject(Key);

/// The kinds whose keys start with an account. All others start with the unique id.
const OF_AN_ACCOUNT: &[&Kind] = &[IamRole::KIND, IamUser::KIND, ManagedPolicy::KIND];

impl Subject {
    /// What records with this key, or with keys and entries that start with it, are about; none if they are no records of IAM. A key
    /// without a unique id gives [all](Self::all).
    pub fn of(kind: &Kind, key: &Key) -> Option<Self> {
        let is_among = |kinds: &[&Kind]| kinds.iter().any(|other| other.name == kind.name);
        is_among(KINDS).then(|| {
            let id = key.part(usize::from(is_among(OF_AN_ACCOUNT)));
            id.map_or_else(Self::all, Self)
        })
    }

    /// All that there are.
    pub const fn all() -> Self {
        Self(Key::new())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{AccessKey, Attachment, InlinePolicy, key_of, of_account};
    use super::*;
    use crate::records::User;

    fn subject(id: &str) -> Subject {
        Subject(Key::new().text(id))
    }

    #[test]
    fn a_principal_and_what_belongs_to_it_are_one_subject() {
        let ana = "AIDA1";

        let user = Subject::of(IamUser::KIND, &key_of("123456789012", ana));
        let policy = Subject::of(InlinePolicy::KIND, &InlinePolicy::key_of(ana, "look"));
        let policies = Subject::of(InlinePolicy::KIND, &InlinePolicy::of_owner(ana));
        let attachment = Subject::of(Attachment::KIND, &Attachment::of(ana).text("ANPA1"));

        for found in [user, policy, policies, attachment] {
            assert_eq!(found, Some(subject(ana)));
        }
    }

    #[test]
    fn keys_and_managed_policies_are_subjects_of_their_own() {
        let policy = Subject::of(ManagedPolicy::KIND, &key_of("123456789012", "ANPA1"));
        assert_eq!(policy, Some(subject("ANPA1")));
        assert_eq!(
            Subject::of(AccessKey::KIND, &AccessKey::key_of("AKIA1")),
            Some(subject("AKIA1"))
        );
    }

    #[test]
    fn what_names_no_id_is_about_all() {
        let account = of_account("123456789012");

        assert_eq!(Subject::of(IamUser::KIND, &account), Some(Subject::all()));
        assert_eq!(Subject::of(User::KIND, &account), None);
    }
}
