//! The records with which others go: what belonged to a deleted record is removed later, and the audit does not list it.

use super::{
    Instance, KINDS_OF_AN_INSTANCE, Notification, User, UserNotificationStatus, Workspace,
    WorkspaceAssociation,
};
use crate::key::Key;
use crate::record::{Kind, Record};

/// The kinds of records to which others belong.
pub const OWNERS: &[&Kind] = &[Instance::KIND, Notification::KIND, User::KIND, Workspace::KIND];

/// The records that the record of a kind with a key belongs to, so that it is removed when one of them is deleted: kinds and
/// keys.
pub fn owners(kind: &Kind, key: &Key) -> Vec<(&'static Kind, Key)> {
    let parts: Vec<_> = key.parts().collect();
    let of_parts = |places: &[usize]| {
        let parts: Option<Vec<_>> = places.iter().map(|place| parts.get(*place).copied()).collect();
        parts.map(|parts| Key::from_bytes(parts.concat()))
    };
    let is_of_instance = KINDS_OF_AN_INSTANCE.iter().any(|other| other.name == kind.name);
    let instance = is_of_instance.then(|| (Instance::KIND, of_parts(&[0])));
    let others = if kind.name == WorkspaceAssociation::KIND.name {
        vec![(Workspace::KIND, of_parts(&[0, 1]))]
    } else if kind.name == UserNotificationStatus::KIND.name {
        vec![
            (User::KIND, of_parts(&[0, 1])),
            (Notification::KIND, of_parts(&[0, 2])),
        ]
    } else {
        Vec::new()
    };
    let owners = instance.into_iter().chain(others);
    owners.filter_map(|(kind, key)| Some((kind, key?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;

    #[test]
    fn what_belongs_to_a_record_has_the_key_of_that_record_in_its_own() {
        let [instance, one, other] = [1, 2, 3].map(|byte| Id::from_random([byte; 16]));
        let of_instance = (Instance::KIND.name, Instance::key_of(&instance));
        let named = |owners: Vec<(&'static Kind, Key)>| -> Vec<_> {
            owners.into_iter().map(|(kind, key)| (kind.name, key)).collect()
        };

        let of_user = owners(User::KIND, &User::key_of(&instance, &one));
        let of_association = owners(
            WorkspaceAssociation::KIND,
            &WorkspaceAssociation::key_of(&instance, &one, &other),
        );
        let of_status = owners(
            UserNotificationStatus::KIND,
            &UserNotificationStatus::key_of(&instance, &one, &other),
        );

        assert_eq!(named(of_user), std::slice::from_ref(&of_instance));
        let workspace = (Workspace::KIND.name, Workspace::key_of(&instance, &one));
        assert_eq!(named(of_association), [of_instance.clone(), workspace]);
        let user = (User::KIND.name, User::key_of(&instance, &one));
        let notification = (Notification::KIND.name, Notification::key_of(&instance, &other));
        assert_eq!(named(of_status), [of_instance, user, notification]);
        assert_eq!(named(owners(Instance::KIND, &Instance::key_of(&instance))), []);
    }
}
