//! How users sign in: with passwords on `CONNECT_MANAGED`, with directory accounts elsewhere. Source: the API
//! reference on `CreateUser`.

use roster_model::shapes::{DirectoryType, UserIdentityInfo};

use super::breach::{Breach, Fault};

/// Checks which of password and directory account a new user comes with.
///
/// A directory account is taken on `CONNECT_MANAGED`, where AWS shows one as well, and may be left
/// out on `EXISTING_DIRECTORY`, where AWS would look it up.
pub fn create(kind: DirectoryType, password: bool, directory_user_id: bool) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let fault = match (kind, password) {
        (DirectoryType::ConnectManaged, false) => Some(Fault::Required(kind)),
        (DirectoryType::Saml | DirectoryType::ExistingDirectory, true) => Some(Fault::Forbidden(kind)),
        _ => None,
    };
    breaches.extend(fault.map(|fault| Breach {
        member: "Password",
        fault,
    }));
    if kind == DirectoryType::Saml && directory_user_id {
        breaches.push(Breach {
            member: "DirectoryUserId",
            fault: Fault::Forbidden(kind),
        });
    }
    breaches
}

/// Whether a user can reset the password by mail: the directory keeps it, and there is a primary address. Source: the
/// administrator guide on resetting passwords.
pub fn can_be_reset(kind: DirectoryType, identity_info: &UserIdentityInfo) -> bool {
    let has_address = identity_info
        .email
        .as_ref()
        .is_some_and(|email| !email.is_empty());
    kind == DirectoryType::ConnectManaged && has_address
}

#[cfg(test)]
mod tests {
    use roster_model::shapes::DirectoryType::{ConnectManaged, ExistingDirectory, Saml};

    use super::*;

    fn refusals(kind: DirectoryType, password: bool, directory_user_id: bool) -> Vec<String> {
        create(kind, password, directory_user_id)
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn a_password_is_required_where_connect_keeps_it() {
        assert_eq!(
            refusals(ConnectManaged, false, false),
            ["Password is required on CONNECT_MANAGED instances"]
        );
        assert!(refusals(ConnectManaged, true, false).is_empty());
    }

    #[test]
    fn and_refused_where_another_process_does() {
        assert_eq!(
            refusals(ExistingDirectory, true, true),
            ["Password must be left out on EXISTING_DIRECTORY instances"]
        );
        assert_eq!(
            refusals(Saml, true, true),
            [
                "Password must be left out on SAML instances",
                "DirectoryUserId must be left out on SAML instances"
            ]
        );
    }
}
