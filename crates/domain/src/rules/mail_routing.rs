//! Which address gets a mail. Source: the administrator guide on secondary addresses: password-reset mail goes to the
//! primary address, every other notification to the secondary one if there is one; users of SAML have neither
//! password nor primary address; the passwords of a directory are not Connect's.

use roster_model::shapes::{DirectoryType, UserIdentityInfo};

use crate::notification::Notification;

/// The address that gets a notification, if any does.
pub fn recipient<'a>(
    identity_management: DirectoryType,
    info: &'a UserIdentityInfo,
    notification: &'a Notification,
) -> Option<&'a str> {
    let keeps_password = identity_management == DirectoryType::ConnectManaged;
    match notification {
        // A link that sets a password opens the account, so it goes where the recovery of the account goes.
        Notification::PasswordReset { .. } | Notification::Welcome { .. } => keeps_password
            .then(|| primary(identity_management, info))
            .flatten(),
        Notification::PasswordChanged
        | Notification::SecondFactorEnrolled { .. }
        | Notification::SecondFactorDeleted
        | Notification::RecoveryCodeUsed { .. }
        | Notification::RecoveryCodesRenewed { .. } => keeps_password
            .then(|| notices(identity_management, info))
            .flatten(),
        Notification::ApprovalAsked { .. }
        | Notification::ApprovalDecided { .. }
        | Notification::NewSignIn { .. } => notices(identity_management, info),
        Notification::EmailChanged { to, .. }
        | Notification::ConfirmEmail { to, .. }
        | Notification::EmailChangePending { to, .. } => Some(to),
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
    use crate::notification::{AddressChangeDetails, NotificationKind};

    const PRIMARY: &str = "primary@example.com";
    const SECONDARY: &str = "secondary@example.com";
    const NAMED: &str = "named@example.com";

    /// For each kind of notification and identity management type, the recipient if the user has no address, a
    /// primary one (P), a secondary one (S), both.
    const TABLE: &[(NotificationKind, [&str; 3])] = &[
        //                                       CONNECT_MANAGED  SAML       EXISTING_DIRECTORY
        (
            NotificationKind::PasswordReset,
            /*  */ ["- P - P", "- - - -", "- - - -"],
        ),
        (
            NotificationKind::Welcome,
            /*        */ ["- P - P", "- - - -", "- - - -"],
        ),
        (
            NotificationKind::PasswordChanged,
            /**/ ["- P S S", "- - - -", "- - - -"],
        ),
        (
            NotificationKind::SecondFactorEnrolled,
            ["- P S S", "- - - -", "- - - -"],
        ),
        (
            NotificationKind::SecondFactorDeleted,
            ["- P S S", "- - - -", "- - - -"],
        ),
        (
            NotificationKind::RecoveryCodeUsed,
            /**/ ["- P S S", "- - - -", "- - - -"],
        ),
        (
            NotificationKind::RecoveryCodesRenewed,
            ["- P S S", "- - - -", "- - - -"],
        ),
        (
            NotificationKind::ApprovalAsked,
            /*  */ ["- P S S", "- - S S", "- P S S"],
        ),
        (
            NotificationKind::ApprovalDecided,
            /**/ ["- P S S", "- - S S", "- P S S"],
        ),
        (
            NotificationKind::NewSignIn,
            /*      */ ["- P S S", "- - S S", "- P S S"],
        ),
        (
            NotificationKind::EmailChanged,
            /*   */ ["N N N N", "N N N N", "N N N N"],
        ),
        (
            NotificationKind::ConfirmEmail,
            /*   */ ["N N N N", "N N N N", "N N N N"],
        ),
        (
            NotificationKind::EmailChangePending,
            ["N N N N", "N N N N", "N N N N"],
        ),
    ];

    fn notification(kind: NotificationKind) -> Notification {
        let (to, link) = (NAMED.to_owned(), "https://connect.example/".to_owned());
        let source_address = "203.0.113.9".to_owned();
        let change = AddressChangeDetails {
            new_address: "e***@example.com".to_owned(),
            principal: "root".to_owned(),
            time: Timestamp::default(),
            source_address: "127.0.0.1".to_owned(),
        };
        match kind {
            NotificationKind::PasswordReset => Notification::PasswordReset { link },
            NotificationKind::PasswordChanged => Notification::PasswordChanged,
            NotificationKind::EmailChanged => Notification::EmailChanged {
                to,
                change,
                undo_link: Some(link),
            },
            NotificationKind::ConfirmEmail => Notification::ConfirmEmail { to, link },
            NotificationKind::EmailChangePending => Notification::EmailChangePending {
                to,
                change,
                cancel_link: link,
            },
            NotificationKind::ApprovalAsked => Notification::ApprovalAsked { change },
            NotificationKind::ApprovalDecided => Notification::ApprovalDecided {
                change,
                is_approved: true,
            },
            NotificationKind::Welcome => Notification::Welcome { link },
            NotificationKind::NewSignIn => Notification::NewSignIn { source_address },
            NotificationKind::SecondFactorEnrolled => Notification::SecondFactorEnrolled { source_address },
            NotificationKind::SecondFactorDeleted => Notification::SecondFactorDeleted,
            NotificationKind::RecoveryCodeUsed => Notification::RecoveryCodeUsed {
                source_address,
                codes_left: 9,
            },
            NotificationKind::RecoveryCodesRenewed => Notification::RecoveryCodesRenewed { source_address },
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
    fn every_notification_goes_where_the_table_says() {
        let addresses = [
            info(None, None),
            info(Some(PRIMARY), None),
            info(None, Some(SECONDARY)),
            info(Some(PRIMARY), Some(SECONDARY)),
        ];
        for (kind, columns) in TABLE {
            let notification = notification(*kind);
            assert_eq!(notification.kind(), *kind);
            for (identity_management, column) in [ConnectManaged, Saml, ExistingDirectory].iter().zip(columns)
            {
                let found = addresses.each_ref().map(|info| {
                    match recipient(*identity_management, info, &notification) {
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
    fn the_table_has_every_kind_of_notification() {
        for kind in NotificationKind::ALL {
            assert!(TABLE.iter().any(|(of_row, _)| *of_row == kind), "{kind:?}");
        }
    }

    #[test]
    fn an_empty_address_is_none() {
        for identity_management in [ConnectManaged, Saml, ExistingDirectory] {
            let info = info(Some(""), Some(""));
            for kind in [NotificationKind::PasswordReset, NotificationKind::NewSignIn] {
                assert_eq!(recipient(identity_management, &info, &notification(kind)), None);
            }
        }
    }
}
