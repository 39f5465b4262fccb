//! Which address gets a mail. Source: the administrator guide on secondary addresses: password-reset mail goes to the
//! primary address, every other account mail to the secondary one if there is one; users of SAML have neither
//! password nor primary address; the passwords of a directory are not Connect's.

use roster_model::shapes::{DirectoryType, UserIdentityInfo};

use crate::account_mail::AccountMail;

/// The address that gets an account mail, if any does.
pub fn recipient<'a>(
    identity_management: DirectoryType,
    info: &'a UserIdentityInfo,
    account_mail: &'a AccountMail,
) -> Option<&'a str> {
    let keeps_password = identity_management == DirectoryType::ConnectManaged;
    match account_mail {
        // A link that sets a password opens the account, so it goes where the recovery of the account goes.
        AccountMail::PasswordReset { .. } | AccountMail::Welcome { .. } => keeps_password
            .then(|| primary(identity_management, info))
            .flatten(),
        AccountMail::PasswordChanged
        | AccountMail::SecondFactorEnrolled { .. }
        | AccountMail::SecondFactorDeleted
        | AccountMail::RecoveryCodeUsed { .. }
        | AccountMail::RecoveryCodesRenewed { .. } => keeps_password
            .then(|| notices(identity_management, info))
            .flatten(),
        AccountMail::ApprovalAsked { .. }
        | AccountMail::ApprovalDecided { .. }
        | AccountMail::NewSignIn { .. } => notices(identity_management, info),
        AccountMail::EmailChanged { to, .. }
        | AccountMail::ConfirmEmail { to, .. }
        | AccountMail::EmailChangePending { to, .. } => Some(to),
    }
}

fn notices(identity_management: DirectoryType, info: &UserIdentityInfo) -> Option<&str> {
    address(info.secondary_email.as_deref()).or_else(|| primary(identity_management, info))
}

fn primary(identity_management: DirectoryType, info: &UserIdentityInfo) -> Option<&str> {
    match identity_management {
        DirectoryType::ConnectManaged | DirectoryType::ExistingDirectory => address(info.email.as_deref()),
        DirectoryType::Saml => None,
    }
}

fn address(email: Option<&String>) -> Option<&str> {
    email.map(String::as_str).filter(|email| !email.is_empty())
}

#[cfg(test)]
mod tests {
    use roster_model::shapes::DirectoryType::{ConnectManaged, ExistingDirectory, Saml};
    use roster_model::shapes::Timestamp;

    use super::*;
    use crate::account_mail::{AccountMailKind, AddressChangeDetails};

    const PRIMARY: &str = "primary@example.com";
    const SECONDARY: &str = "secondary@example.com";
    const NAMED: &str = "named@example.com";

    /// For each kind of account mail and identity management type, the recipient if the user has no address, a
    /// primary one (P), a secondary one (S), both.
    const TABLE: &[(AccountMailKind, [&str; 3])] = &[
        //                                       CONNECT_MANAGED  SAML       EXISTING_DIRECTORY
        (
            AccountMailKind::PasswordReset,
            /*  */ ["- P - P", "- - - -", "- - - -"],
        ),
        (
            AccountMailKind::Welcome,
            /*        */ ["- P - P", "- - - -", "- - - -"],
        ),
        (
            AccountMailKind::PasswordChanged,
            /**/ ["- P S S", "- - - -", "- - - -"],
        ),
        (
            AccountMailKind::SecondFactorEnrolled,
            ["- P S S", "- - - -", "- - - -"],
        ),
        (
            AccountMailKind::SecondFactorDeleted,
            ["- P S S", "- - - -", "- - - -"],
        ),
        (
            AccountMailKind::RecoveryCodeUsed,
            /**/ ["- P S S", "- - - -", "- - - -"],
        ),
        (
            AccountMailKind::RecoveryCodesRenewed,
            ["- P S S", "- - - -", "- - - -"],
        ),
        (
            AccountMailKind::ApprovalAsked,
            /*  */ ["- P S S", "- - S S", "- P S S"],
        ),
        (
            AccountMailKind::ApprovalDecided,
            /**/ ["- P S S", "- - S S", "- P S S"],
        ),
        (
            AccountMailKind::NewSignIn,
            /*      */ ["- P S S", "- - S S", "- P S S"],
        ),
        (
            AccountMailKind::EmailChanged,
            /*   */ ["N N N N", "N N N N", "N N N N"],
        ),
        (
            AccountMailKind::ConfirmEmail,
            /*   */ ["N N N N", "N N N N", "N N N N"],
        ),
        (
            AccountMailKind::EmailChangePending,
            ["N N N N", "N N N N", "N N N N"],
        ),
    ];

    fn account_mail(kind: AccountMailKind) -> AccountMail {
        let (to, link) = (NAMED.to_owned(), "https://connect.example/".to_owned());
        let source_address = "203.0.113.9".to_owned();
        let change = AddressChangeDetails {
            new_address: "e***@example.com".to_owned(),
            principal: "root".to_owned(),
            time: Timestamp::default(),
            source_address: "127.0.0.1".to_owned(),
        };
        match kind {
            AccountMailKind::PasswordReset => AccountMail::PasswordReset { link },
            AccountMailKind::PasswordChanged => AccountMail::PasswordChanged,
            AccountMailKind::EmailChanged => AccountMail::EmailChanged {
                to,
                change,
                undo_link: Some(link),
            },
            AccountMailKind::ConfirmEmail => AccountMail::ConfirmEmail { to, link },
            AccountMailKind::EmailChangePending => AccountMail::EmailChangePending {
                to,
                change,
                cancel_link: link,
            },
            AccountMailKind::ApprovalAsked => AccountMail::ApprovalAsked { change },
            AccountMailKind::ApprovalDecided => AccountMail::ApprovalDecided {
                change,
                is_approved: true,
            },
            AccountMailKind::Welcome => AccountMail::Welcome { link },
            AccountMailKind::NewSignIn => AccountMail::NewSignIn { source_address },
            AccountMailKind::SecondFactorEnrolled => AccountMail::SecondFactorEnrolled { source_address },
            AccountMailKind::SecondFactorDeleted => AccountMail::SecondFactorDeleted,
            AccountMailKind::RecoveryCodeUsed => AccountMail::RecoveryCodeUsed {
                source_address,
                codes_left: 9,
            },
            AccountMailKind::RecoveryCodesRenewed => AccountMail::RecoveryCodesRenewed { source_address },
        }
    }

    fn info(primary: Option<&str>, secondary: Option<&str>) -> UserIdentityInfo {
        let email = |address: &str| address.to_owned();
        UserIdentityInfo {
            email: primary.map(email).map(Into::into),
            secondary_email: secondary.map(email).map(Into::into),
            ..UserIdentityInfo::default()
        }
    }

    #[test]
    fn every_account_mail_goes_where_the_table_says() {
        let addresses = [
            info(None, None),
            info(Some(PRIMARY), None),
            info(None, Some(SECONDARY)),
            info(Some(PRIMARY), Some(SECONDARY)),
        ];
        for (kind, columns) in TABLE {
            let account_mail = account_mail(*kind);
            assert_eq!(account_mail.kind(), *kind);
            for (identity_management, column) in [ConnectManaged, Saml, ExistingDirectory].iter().zip(columns)
            {
                let found = addresses.each_ref().map(|info| {
                    match recipient(*identity_management, info, &account_mail) {
                        None => "-",
                        Some(PRIMARY) => "P",
                        Some(SECONDARY) => "S",
                        Some(NAMED) => "N",
                        Some(other) => panic!("{other}"),
                    }
                });
                assert_eq!(found.join(" "), *column, "{kind:?} on {identity_management}");
            }
        }
    }

    #[test]
    fn the_table_has_every_kind_of_account_mail() {
        for kind in AccountMailKind::ALL {
            assert!(TABLE.iter().any(|(of_row, _)| *of_row == kind), "{kind:?}");
        }
    }

    #[test]
    fn an_empty_address_is_none() {
        for identity_management in [ConnectManaged, Saml, ExistingDirectory] {
            let info = info(Some(""), Some(""));
            for kind in [AccountMailKind::PasswordReset, AccountMailKind::NewSignIn] {
                assert_eq!(recipient(identity_management, &info, &account_mail(kind)), None);
            }
        }
    }
}
