//! The principal that asks for a change, as the guard sees it.

use roster_domain::Principal;
use roster_domain::records::{AskedBy, User};
use roster_domain::rules::takeover::Asker;

use crate::context::Context;

impl Context<'_> {
    /// The relation of the caller to a change of this user.
    pub(super) fn asker(&self, user: &User) -> Asker {
        match &self.caller.principal {
            Principal::ConnectUser(person) if person.user_id == user.id => Asker::TheUser,
            Principal::Root
            | Principal::User(_)
            | Principal::Session(_)
            | Principal::ConnectUser(_)
            | Principal::Visitor
            | Principal::Unproven => {
                if self.is_trusted_sync {
                    Asker::Trusted
                } else {
                    Asker::Other
                }
            }
        }
    }

    /// The caller, as a pending change keeps it.
    pub(super) fn asked_by(&self) -> AskedBy {
        let source_identity = match &self.caller.principal {
            Principal::Root
            | Principal::User(_)
            | Principal::ConnectUser(_)
            | Principal::Visitor
            | Principal::Unproven => None,
            Principal::Session(session) => session.source_identity.clone(),
        };
        AskedBy {
            arn: self.caller.arn(),
            principal_id: self.caller.principal.id().map(str::to_owned),
            source_identity,
        }
    }
}

/// Whether two principals are one as far as approval goes: the same root, user or role. Sessions of one role count as
/// two only if both have a source identity, and the identities differ.
pub(super) fn is_same(one: &AskedBy, other: &AskedBy) -> bool {
    let differ = match (&one.source_identity, &other.source_identity) {
        (Some(one), Some(other)) => one != other,
        (None, _) | (_, None) => false,
    };
    one.principal_id == other.principal_id && !differ
}

#[cfg(test)]
mod tests {
    use super::*;

    fn principal(id: Option<&str>, source_identity: Option<&str>) -> AskedBy {
        AskedBy {
            arn: "arn".to_owned(),
            principal_id: id.map(str::to_owned),
            source_identity: source_identity.map(str::to_owned),
        }
    }

    #[test]
    fn two_sessions_of_a_role_are_two_principals_only_by_their_source_identities() {
        let (olga, ben) = (Some("olga"), Some("ben"));
        let role = |identity| principal(Some("AROA"), identity);
        assert!(is_same(&role(None), &role(None)));
        assert!(is_same(&role(olga), &role(None)));
        assert!(is_same(&role(olga), &role(olga)));
        assert!(!is_same(&role(olga), &role(ben)));
        assert!(!is_same(&principal(Some("AIDA"), None), &role(None)));
        assert!(is_same(&principal(None, None), &principal(None, None)));
    }
}
