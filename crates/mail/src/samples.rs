//! Notifications to try templates with.

use roster_domain::notification::{AddressChangeDetails, Notification, NotificationKind};
use roster_model::shapes::Timestamp;

use crate::values::Addressee;

/// A recipient.
pub(crate) const ADDRESSEE: Addressee<'_> = Addressee {
    name: "Mary Miller",
    username: "mary",
    instance: "demo",
};

/// 21 November 2026.
pub(crate) const NOW: Timestamp = Timestamp {
    milliseconds: 1_795_256_130_250,
};

/// Notifications of a kind: one for each case of its template.
pub(crate) fn of(kind: NotificationKind) -> Vec<Notification> {
    let to = || "mary@example.com".to_owned();
    let link = || "https://connect.example/console/demo/page?token=t0ken&lang=en".to_owned();
    match kind {
        NotificationKind::PasswordReset => vec![Notification::PasswordReset { link: link() }],
        NotificationKind::PasswordChanged => vec![Notification::PasswordChanged],
        NotificationKind::EmailChanged => [Some(link()), None]
            .map(|undo_link| Notification::EmailChanged {
                to: to(),
                change: change(),
                undo_link,
            })
            .into(),
        NotificationKind::ConfirmEmail => vec![Notification::ConfirmEmail {
            to: to(),
            link: link(),
        }],
        NotificationKind::EmailChangePending => vec![Notification::EmailChangePending {
            to: to(),
            change: change(),
            cancel_link: link(),
        }],
        NotificationKind::ApprovalAsked => vec![Notification::ApprovalAsked { change: change() }],
        NotificationKind::ApprovalDecided => [true, false]
            .map(|is_approved| Notification::ApprovalDecided {
                change: change(),
                is_approved,
            })
            .into(),
        NotificationKind::Welcome => vec![Notification::Welcome { link: link() }],
        NotificationKind::NewSignIn => vec![Notification::NewSignIn {
            source_address: source_address(),
        }],
        NotificationKind::SecondFactorEnrolled => vec![Notification::SecondFactorEnrolled {
            source_address: source_address(),
        }],
        NotificationKind::SecondFactorDeleted => vec![Notification::SecondFactorDeleted],
        NotificationKind::RecoveryCodeUsed => vec![Notification::RecoveryCodeUsed {
            source_address: source_address(),
            codes_left: 9,
        }],
        NotificationKind::RecoveryCodesRenewed => vec![Notification::RecoveryCodesRenewed {
            source_address: source_address(),
        }],
    }
}

fn source_address() -> String {
    "203.0.113.9".to_owned()
}

fn change() -> AddressChangeDetails {
    AddressChangeDetails {
        new_address: "e***@example.org".to_owned(),
        principal: "arn:aws:iam::123456789012:user/ana".to_owned(),
        time: NOW,
        source_address: source_address(),
    }
}
