//! How long a username may be. Source: the API reference on `CreateUser`; the 20 characters it gives
//! for other types than SAML are not enforced by AWS, as Terraform's live tests show.

use roster_model::shapes::DirectoryType;

use super::breach::{Breach, Fault};

/// Checks the length of a new user's name: it must fit a SAML role session name on SAML.
pub fn create(kind: DirectoryType, username: &str) -> Option<Breach> {
    let (min, max) = match kind {
        DirectoryType::Saml => (2, 64),
        DirectoryType::ConnectManaged | DirectoryType::ExistingDirectory => (1, 100),
    };
    let actual = username.chars().count();
    (!(min..=max).contains(&actual)).then_some(Breach {
        member: "Username",
        fault: Fault::Length {
            min,
            max,
            actual,
            on: kind,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saml_username_must_fit_a_role_session_name() {
        for (length, fits) in [(1, false), (2, true), (64, true), (65, false)] {
            assert_eq!(
                create(DirectoryType::Saml, &"m".repeat(length)).is_none(),
                fits,
                "{length}"
            );
        }
    }

    #[test]
    fn other_usernames_may_be_longer_than_the_20_characters_of_the_documentation() {
        assert_eq!(create(DirectoryType::ConnectManaged, &"m".repeat(100)), None);
    }
}
