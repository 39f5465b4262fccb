//! Whether a change of a user's primary address could be a takeover, and what becomes of it. Source: AWS's warning on
//! UpdateUserIdentityInfo that its caller can move the address and then reset the password by mail.

use roster_model::shapes::Email;

/// What the guard does about a change that could be a takeover.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TakeoverGuard {
    /// Nothing, as AWS does.
    Off,
    /// It sends a mail to the old address, with a link that undoes the change.
    #[default]
    Observe,
    /// It lets the change wait until the owner of the new address confirms it.
    Enforce,
}

/// The principal that asks for a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// The user whose address it is.
    TheUser,
    /// A principal whose policies allow `roster:TrustedSync` by name.
    Trusted,
    /// Any other.
    Other,
}

/// A change of a user's primary address.
#[derive(Clone, Copy, Debug)]
pub struct AddressUpdate<'a> {
    /// The address in force.
    pub before: Option<&'a Email>,
    /// The address that is asked for.
    pub after: Option<&'a Email>,
    /// The principal that asks for it.
    pub asker: Asker,
    /// Whether the user may edit users, so that a takeover would not end at the user.
    pub may_edit_users: bool,
}

/// What becomes of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// It applies at once.
    Apply,
    /// It applies at once, and the old address gets a notice.
    ApplyAndNotify,
    /// It waits.
    Pend {
        /// Whether it waits for a link that is mailed to the new address.
        for_confirmation: bool,
        /// Whether it waits for the approval of a second principal.
        for_approval: bool,
    },
}

/// The permissions of a security profile whose holder may change users or their permissions.
const EDITING: [&str; 3] = ["Users.Edit", "Users.EditPermission", "SecurityProfiles.Edit"];

/// Whether one of these permissions lets its holder change users or their permissions.
pub fn may_edit_users<'p>(permissions: impl IntoIterator<Item = &'p str>) -> bool {
    permissions
        .into_iter()
        .any(|permission| EDITING.contains(&permission))
}

/// What becomes of a change. The first address of a user takes nothing over. A removal has no new address that could
/// confirm it, so it waits for an approval.
pub fn rule(guard: TakeoverGuard, update: &AddressUpdate<'_>) -> Ruling {
    let AddressUpdate {
        before,
        after,
        asker,
        may_edit_users,
    } = *update;
    if before.is_none() || before == after || asker != Asker::Other {
        return Ruling::Apply;
    }
    match guard {
        TakeoverGuard::Off => Ruling::Apply,
        TakeoverGuard::Observe => Ruling::ApplyAndNotify,
        TakeoverGuard::Enforce => Ruling::Pend {
            for_confirmation: after.is_some(),
            for_approval: may_edit_users || after.is_none(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUARDS: [TakeoverGuard; 3] = [TakeoverGuard::Off, TakeoverGuard::Observe, TakeoverGuard::Enforce];
    const ASKERS: [Asker; 3] = [Asker::TheUser, Asker::Trusted, Asker::Other];

    fn address(text: &str) -> Option<Email> {
        (!text.is_empty()).then(|| text.to_owned().into())
    }

    /// The rulings on every combination that changes an address from `before` to `after`.
    fn rulings(before: &str, after: &str) -> Vec<(TakeoverGuard, Asker, bool, Ruling)> {
        let (before, after) = (address(before), address(after));
        let mut found = Vec::new();
        for guard in GUARDS {
            for asker in ASKERS {
                for may_edit_users in [false, true] {
                    let update = AddressUpdate {
                        before: before.as_ref(),
                        after: after.as_ref(),
                        asker,
                        may_edit_users,
                    };
                    found.push((guard, asker, may_edit_users, rule(guard, &update)));
                }
            }
        }
        found
    }

    #[test]
    fn a_first_address_and_an_unchanged_one_apply_for_every_principal() {
        for (before, after) in [
            ("", ""),
            ("", "a@example.com"),
            ("a@example.com", "a@example.com"),
        ] {
            for (guard, asker, _, ruling) in rulings(before, after) {
                assert_eq!(
                    ruling,
                    Ruling::Apply,
                    "{before:?} to {after:?}: {guard:?}, {asker:?}"
                );
            }
        }
    }

    #[test]
    fn a_change_by_the_user_or_a_trusted_principal_applies() {
        for after in ["", "b@example.com"] {
            for (guard, asker, _, ruling) in rulings("a@example.com", after) {
                if asker != Asker::Other {
                    assert_eq!(ruling, Ruling::Apply, "{guard:?}, {asker:?}");
                }
            }
        }
    }

    #[test]
    fn a_change_by_another_applies_is_told_or_waits() {
        let pend = |for_confirmation, for_approval| Ruling::Pend {
            for_confirmation,
            for_approval,
        };
        let expected = [
            (
                "b@example.com",
                false,
                Ruling::Apply,
                Ruling::ApplyAndNotify,
                pend(true, false),
            ),
            (
                "b@example.com",
                true,
                Ruling::Apply,
                Ruling::ApplyAndNotify,
                pend(true, true),
            ),
            (
                "A@example.com",
                false,
                Ruling::Apply,
                Ruling::ApplyAndNotify,
                pend(true, false),
            ),
            (
                "",
                false,
                Ruling::Apply,
                Ruling::ApplyAndNotify,
                pend(false, true),
            ),
            ("", true, Ruling::Apply, Ruling::ApplyAndNotify, pend(false, true)),
        ];
        for (after, may_edit_users, off, observe, enforce) in expected {
            let all = rulings("a@example.com", after);
            let of_others = all
                .into_iter()
                .filter(|(_, asker, edits, _)| *asker == Asker::Other && *edits == may_edit_users);
            let found: Vec<_> = of_others.map(|(_, _, _, ruling)| ruling).collect();
            assert_eq!(found, [off, observe, enforce], "{after:?} {may_edit_users}");
        }
    }

    #[test]
    fn each_of_three_permissions_lets_its_holder_edit_users() {
        for permission in EDITING {
            assert!(may_edit_users(["BasicAgentAccess", permission]), "{permission}");
        }
        assert!(!may_edit_users(["BasicAgentAccess", "Users.View", "users.edit"]));
        assert!(!may_edit_users([]));
    }
}
