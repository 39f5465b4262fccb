//! What usernames each identity management type allows. Source: the API reference on `CreateUser`; the 20 characters it gives
//! for other types than SAML are not enforced by AWS, as Terraform's live tests show.

use roster_model::patterns::USERNAME_WITHOUT_SAML;

use roster_model::shapes::DirectoryType;

use super::breach::{Breach, Fault};

/// Checks a new user's name. On SAML it must fit a role session name; programs make names with more than one @ there.
pub fn create(kind: DirectoryType, username: &str) -> Vec<Breach> {
    let faults = [length(kind, username), form(kind, username)];
    let breach = |fault| Breach {
        member: "Username",
        fault,
    };
    faults.into_iter().flatten().map(breach).collect()
}

fn form(kind: DirectoryType, username: &str) -> Option<Fault> {
    let fits = kind == DirectoryType::Saml || (USERNAME_WITHOUT_SAML.matches)(username);
    (!fits).then_some(Fault::Form {
        must_be: USERNAME_WITHOUT_SAML.words,
    })
}

fn length(kind: DirectoryType, username: &str) -> Option<Fault> {
    let (min, max) = match kind {
        DirectoryType::Saml => (2, 64),
        DirectoryType::ConnectManaged | DirectoryType::ExistingDirectory => (1, 100),
    };
    let actual = username.chars().count();
    (!(min..=max).contains(&actual)).then_some(Fault::Length {
        min,
        max,
        actual,
        on: kind,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saml_username_must_fit_a_role_session_name() {
        for (length, fits) in [(1, false), (2, true), (64, true), (65, false)] {
            assert_eq!(
                create(DirectoryType::Saml, &"m".repeat(length)).is_empty(),
                fits,
                "{length}"
            );
        }
    }

    #[test]
    fn other_usernames_may_be_longer_than_the_20_characters_of_the_documentation() {
        assert_eq!(create(DirectoryType::ConnectManaged, &"m".repeat(100)), []);
    }

    #[test]
    fn only_a_saml_username_has_more_than_one_at_sign() {
        for username in ["USERID@ORGID", "ALIAS@USERID@ORGID"] {
            assert_eq!(create(DirectoryType::Saml, username), []);
            let refused = create(DirectoryType::ConnectManaged, username);
            let refused: Vec<_> = refused.iter().map(ToString::to_string).collect();
            assert_eq!(
                refused,
                [
                    "Username must be letters, digits and any of _ - . (an @ only as part of an e-mail address)"
                ]
            );
        }
    }
}
