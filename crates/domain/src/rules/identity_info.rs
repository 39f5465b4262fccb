//! Which members of `IdentityInfo` each identity management type allows and requires, and what becomes of an
//! omitted member. Sources: the API reference on `UserIdentityInfo`; docs/guide/behaviour.md for what AWS
//! leaves open.

use roster_model::shapes::{DirectoryType, UserIdentityInfo};

use super::breach::{Breach, Fault};

/// What becomes of the primary address of a `CONNECT_MANAGED` user when an update leaves it out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OmittedEmail {
    /// It stays: an omission does not remove a recovery address.
    #[default]
    Keep,
    /// It goes, as every other member left out does.
    Clear,
}

/// The identity information of a new user.
pub fn create(kind: DirectoryType, wanted: UserIdentityInfo) -> Result<UserIdentityInfo, Vec<Breach>> {
    let mut breaches = unreadable_names(&wanted);
    match kind {
        DirectoryType::ConnectManaged | DirectoryType::Saml => check(kind, &wanted, &mut breaches),
        // The directory manages the names; the caller's names only help to find the account.
        DirectoryType::ExistingDirectory => {}
    }
    refuse_or(breaches, || without_empty(wanted))
}

/// The identity information after an update, which replaces the structure as a whole.
pub fn replace(
    kind: DirectoryType,
    current: &UserIdentityInfo,
    wanted: UserIdentityInfo,
    omitted_email: OmittedEmail,
) -> Result<UserIdentityInfo, Vec<Breach>> {
    let mut breaches = unreadable_names(&wanted);
    match kind {
        DirectoryType::ConnectManaged | DirectoryType::Saml => check(kind, &wanted, &mut breaches),
        DirectoryType::ExistingDirectory => {
            let kept = [
                ("IdentityInfo.FirstName", wanted.first_name.is_some()),
                ("IdentityInfo.LastName", wanted.last_name.is_some()),
                ("IdentityInfo.Email", wanted.email.is_some()),
            ];
            breaches.extend(kept.iter().filter(|(_, sent)| *sent).map(|&(member, _)| Breach {
                member,
                fault: Fault::KeptByDirectory,
            }));
        }
    }
    refuse_or(breaches, || replacement(kind, current, wanted, omitted_email))
}

/// What an update leaves behind if nothing refuses it.
pub fn replacement(
    kind: DirectoryType,
    current: &UserIdentityInfo,
    wanted: UserIdentityInfo,
    omitted_email: OmittedEmail,
) -> UserIdentityInfo {
    let mut replaced = without_empty(wanted);
    match kind {
        DirectoryType::Saml => {}
        DirectoryType::ConnectManaged => {
            if omitted_email == OmittedEmail::Keep && replaced.email.is_none() {
                replaced.email.clone_from(&current.email);
            }
        }
        DirectoryType::ExistingDirectory => {
            replaced.first_name.clone_from(&current.first_name);
            replaced.last_name.clone_from(&current.last_name);
            replaced.email.clone_from(&current.email);
        }
    }
    replaced
}

/// The members whose values differ: what policies call `roster:ChangedIdentityField`.
pub fn changed_fields(
    before: &UserIdentityInfo,
    after: &UserIdentityInfo,
) -> impl Iterator<Item = &'static str> {
    [
        ("FirstName", before.first_name != after.first_name),
        ("LastName", before.last_name != after.last_name),
        ("Email", before.email != after.email),
        ("SecondaryEmail", before.secondary_email != after.secondary_email),
        ("Mobile", before.mobile != after.mobile),
    ]
    .into_iter()
    .filter_map(|(name, differs)| differs.then_some(name))
}

/// Checks what `CONNECT_MANAGED` and `SAML` ask of every new state.
fn check(kind: DirectoryType, wanted: &UserIdentityInfo, breaches: &mut Vec<Breach>) {
    let (first, last) = match kind {
        DirectoryType::ConnectManaged => ((1, 255), (1, 256)),
        DirectoryType::Saml | DirectoryType::ExistingDirectory => ((0, 255), (0, 300)),
    };
    name(
        "IdentityInfo.FirstName",
        wanted.first_name.as_deref(),
        first,
        kind,
        breaches,
    );
    name(
        "IdentityInfo.LastName",
        wanted.last_name.as_deref(),
        last,
        kind,
        breaches,
    );
    if kind == DirectoryType::Saml && wanted.email.is_some() {
        breaches.push(Breach {
            member: "IdentityInfo.Email",
            fault: Fault::Forbidden(kind),
        });
    }
}

/// The names with characters that a reader does not see, or that change the order of what is read: a name must look
/// the same to the administrator who approves it as to the program that compares it. Blanks alone are allowed: programs
/// send one as the last name of people who have a single name.
fn unreadable_names(wanted: &UserIdentityInfo) -> Vec<Breach> {
    let names = [
        ("IdentityInfo.FirstName", wanted.first_name.as_deref()),
        ("IdentityInfo.LastName", wanted.last_name.as_deref()),
    ];
    let unreadable = names
        .into_iter()
        .filter(|(_, name)| name.is_some_and(|name| name.chars().any(is_unreadable)));
    let breach = |(member, _)| Breach {
        member,
        fault: Fault::Form {
            must_be: "text without control characters, byte order marks and overrides of the writing direction",
        },
    };
    unreadable.map(breach).collect()
}

/// Whether a character is a control character, ends a line, changes the direction of writing, or is a byte order mark.
/// Marks of direction and joiners stay: names in Arabic, Hebrew, Persian and Indic scripts need them.
fn is_unreadable(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn name(
    member: &'static str,
    name: Option<&String>,
    (min, max): (usize, usize),
    on: DirectoryType,
    breaches: &mut Vec<Breach>,
) {
    let fault = match name.map(|name| name.chars().count()) {
        None => Fault::Required(on),
        Some(actual) if !(min..=max).contains(&actual) => Fault::Length { min, max, actual, on },
        Some(_) => return,
    };
    breaches.push(Breach { member, fault });
}

/// An empty address or number says that there is none.
fn without_empty(mut wanted: UserIdentityInfo) -> UserIdentityInfo {
    wanted.email = wanted.email.filter(|email| !email.is_empty());
    wanted.secondary_email = wanted.secondary_email.filter(|email| !email.is_empty());
    wanted.mobile = wanted.mobile.filter(|mobile| !mobile.is_empty());
    wanted
}

fn refuse_or<T>(breaches: Vec<Breach>, otherwise: impl FnOnce() -> T) -> Result<T, Vec<Breach>> {
    if breaches.is_empty() {
        Ok(otherwise())
    } else {
        Err(breaches)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use roster_model::shapes::DirectoryType::{ConnectManaged, ExistingDirectory, Saml};

    use super::*;

    fn info(first: &str, last: &str) -> UserIdentityInfo {
        UserIdentityInfo {
            first_name: Some(first.to_owned().into()),
            last_name: Some(last.to_owned().into()),
            ..UserIdentityInfo::default()
        }
    }

    fn mary() -> UserIdentityInfo {
        UserIdentityInfo {
            email: Some("mary@example.com".to_owned().into()),
            secondary_email: Some("mary@example.org".to_owned().into()),
            mobile: Some("+15555550100".to_owned().into()),
            ..info("Mary", "Major")
        }
    }

    fn update(kind: DirectoryType, wanted: UserIdentityInfo) -> Result<UserIdentityInfo, String> {
        replace(kind, &mary(), wanted, OmittedEmail::Keep).map_err(|breaches| {
            breaches
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("; ")
        })
    }

    #[test]
    fn an_update_replaces_the_whole_structure() {
        let wanted = UserIdentityInfo {
            email: Some("maria@example.com".to_owned().into()),
            ..info("Maria", "Minor")
        };
        assert_eq!(update(ConnectManaged, wanted.clone()), Ok(wanted));
    }

    #[test]
    fn the_primary_address_is_never_removed_by_omission() {
        let kept = update(ConnectManaged, info("Mary", "Major")).unwrap();
        assert_eq!(kept.email, mary().email);
        let empty = UserIdentityInfo {
            email: Some(String::new().into()),
            ..info("Mary", "Major")
        };
        assert_eq!(update(ConnectManaged, empty).unwrap().email, mary().email);
    }

    #[test]
    fn unless_plain_replacement_was_chosen() {
        let replaced = replace(
            ConnectManaged,
            &mary(),
            info("Mary", "Major"),
            OmittedEmail::Clear,
        );
        assert_eq!(replaced, Ok(info("Mary", "Major")));
    }

    #[test]
    fn an_empty_secondary_address_or_number_clears_as_omission_does() {
        let empty = UserIdentityInfo {
            secondary_email: Some(String::new().into()),
            mobile: Some(String::new().into()),
            ..info("Mary", "Major")
        };
        assert_eq!(update(Saml, empty), Ok(info("Mary", "Major")));
    }

    #[test]
    fn names_are_required_where_connect_or_saml_keeps_them() {
        for kind in [ConnectManaged, Saml] {
            let refusal = update(kind, UserIdentityInfo::default()).unwrap_err();
            assert_eq!(
                refusal,
                format!(
                    "IdentityInfo.FirstName is required on {kind} instances; IdentityInfo.LastName is required on {kind} instances"
                )
            );
        }
    }

    #[test]
    fn only_saml_takes_empty_names() {
        assert!(update(Saml, info("", "")).is_ok());
        assert_eq!(
            update(ConnectManaged, info("", "")).unwrap_err(),
            "IdentityInfo.FirstName must have 1 to 255 characters on CONNECT_MANAGED instances, but has 0; \
             IdentityInfo.LastName must have 1 to 256 characters on CONNECT_MANAGED instances, but has 0"
        );
    }

    #[test]
    fn a_last_name_may_be_longer_under_saml() {
        for (kind, longest) in [(ConnectManaged, 256), (Saml, 300)] {
            assert!(update(kind, info("Mary", &"é".repeat(longest))).is_ok());
            assert!(update(kind, info("Mary", &"é".repeat(longest + 1))).is_err());
        }
    }

    #[test]
    fn saml_refuses_a_primary_address_even_an_empty_one() {
        for email in ["mary@example.com", ""] {
            let wanted = UserIdentityInfo {
                email: Some(email.to_owned().into()),
                ..info("Mary", "Major")
            };
            assert_eq!(
                update(Saml, wanted).unwrap_err(),
                "IdentityInfo.Email must be left out on SAML instances"
            );
        }
    }

    #[test]
    fn the_directory_keeps_names_and_address() {
        let refusal = update(ExistingDirectory, mary()).unwrap_err();
        let members = ["FirstName", "LastName", "Email"]
            .map(|member| format!("IdentityInfo.{member} is kept by the directory: change it there"));
        assert_eq!(refusal, members.join("; "));
    }

    #[test]
    fn what_the_directory_does_not_keep_can_be_replaced() {
        let wanted = UserIdentityInfo {
            mobile: Some("+15555550199".to_owned().into()),
            ..UserIdentityInfo::default()
        };
        let expected = UserIdentityInfo {
            secondary_email: None,
            mobile: wanted.mobile.clone(),
            ..mary()
        };
        assert_eq!(update(ExistingDirectory, wanted), Ok(expected));
    }

    #[test]
    fn a_name_looks_as_it_is_compared() {
        let refused = |first: &str| {
            create(Saml, info(first, "Miller")).is_err_and(|breaches| {
                breaches
                    .iter()
                    .any(|breach| breach.member == "IdentityInfo.FirstName")
            })
        };
        for unreadable in [
            "a\0b",
            "a\tb",
            "a\nb",
            "a\u{85}b",
            "a\u{2028}b",
            "a\u{202e}b",
            "a\u{2066}b",
            "\u{feff}Mary",
        ] {
            assert!(refused(unreadable), "{unreadable:?}");
        }
        for readable in [
            "",
            " ",
            "Mary Ann",
            "Zoë",
            "\u{5d3}\u{5b8}\u{5d5}\u{5b4}\u{5d3}\u{200f}",
            "\u{646}\u{6cc}\u{200c}\u{645}",
            "👩\u{200d}🔧",
        ] {
            assert!(!refused(readable), "{readable:?}");
        }
    }

    fn changed(kind: DirectoryType, wanted: UserIdentityInfo) -> Vec<&'static str> {
        let replaced = replacement(kind, &mary(), wanted, OmittedEmail::Keep);
        changed_fields(&mary(), &replaced).collect()
    }

    #[test]
    fn only_what_would_differ_counts_as_changed() {
        assert!(changed(ConnectManaged, mary()).is_empty());
        let kept = UserIdentityInfo {
            email: None,
            ..mary()
        };
        assert!(changed(ConnectManaged, kept).is_empty());
        let moved = UserIdentityInfo {
            email: Some("eve@example.com".to_owned().into()),
            last_name: Some("Minor".to_owned().into()),
            ..mary()
        };
        assert_eq!(changed(ConnectManaged, moved), ["LastName", "Email"]);
        let cleared = info("Mary", "Major");
        assert_eq!(changed(ConnectManaged, cleared), ["SecondaryEmail", "Mobile"]);
    }

    #[test]
    fn what_the_directory_keeps_does_not_count_as_changed() {
        let wanted = UserIdentityInfo {
            mobile: Some("+15555550199".to_owned().into()),
            ..info("Maria", "Minor")
        };
        assert_eq!(changed(ExistingDirectory, wanted), ["SecondaryEmail", "Mobile"]);
    }

    prop_compose! {
        fn any_info()(
            first in proptest::option::of(".{0,4}"), last in proptest::option::of(".{0,4}"),
            email in proptest::option::of("(a@example.com)?"), secondary in proptest::option::of("(b@example.com)?"),
            mobile in proptest::option::of("(\\+1555)?"),
        ) -> UserIdentityInfo {
            UserIdentityInfo {
                first_name: first.map(Into::into), last_name: last.map(Into::into), email: email.map(Into::into),
                secondary_email: secondary.map(Into::into), mobile: mobile.map(Into::into),
            }
        }
    }

    proptest! {
        #[test]
        fn repeating_an_update_changes_nothing_more(current in any_info(), wanted in any_info()) {
            for kind in [ConnectManaged, Saml, ExistingDirectory] {
                if let Ok(once) = replace(kind, &current, wanted.clone(), OmittedEmail::Keep) {
                    prop_assert_eq!(replace(kind, &once, wanted.clone(), OmittedEmail::Keep), Ok(once));
                }
            }
        }

        #[test]
        fn nothing_counts_as_changed_exactly_where_nothing_changes(current in any_info(), wanted in any_info()) {
            for kind in [ConnectManaged, Saml, ExistingDirectory] {
                let replaced = replacement(kind, &current, wanted.clone(), OmittedEmail::Keep);
                let none = changed_fields(&current, &replaced).next().is_none();
                prop_assert_eq!(none, replaced == current);
            }
        }

        #[test]
        fn no_update_ever_leaves_a_saml_user_with_a_primary_address(wanted in any_info()) {
            if let Ok(replaced) = replace(Saml, &UserIdentityInfo::default(), wanted, OmittedEmail::Keep) {
                prop_assert_eq!(replaced.email, None);
            }
        }
    }
}
