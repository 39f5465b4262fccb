//! Account mails to try templates with.

use roster_domain::account_mail::{AccountMail, AccountMailKind, AddressChangeDetails};
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

/// Account mails of a kind: one for each case of its template.
pub(crate) fn of(kind: AccountMailKind) -> Vec<AccountMail> {
    let to = || "mary@example.com".to_owned();
    let link = || "https://connect.example/console/demo/page?token=t0ken&lang=en".to_owned();
    match kind {
        AccountMailKind::PasswordReset => vec![AccountMail::PasswordReset { link: link() }],
        AccountMailKind::PasswordChanged => vec![AccountMail::PasswordChanged],
        AccountMailKind::EmailChanged => [Some(link()), None]
            .map(|undo_link| AccountMail::EmailChanged {
                to: to(),
                change: change(),
                undo_link,
            })
            .into(),
        AccountMailKind::ConfirmEmail => vec![AccountMail::ConfirmEmail {
            to: to(),
            link: link(),
        }],
        AccountMailKind::EmailChangePending => vec![AccountMail::EmailChangePending {
            to: to(),
            change: change(),
            cancel_link: link(),
        }],
        AccountMailKind::ApprovalAsked => vec![AccountMail::ApprovalAsked { change: change() }],
        AccountMailKind::ApprovalDecided => [true, false]
            .map(|is_approved| AccountMail::ApprovalDecided {
                change: change(),
                is_approved,
            })
            .into(),
        AccountMailKind::Welcome => vec![AccountMail::Welcome { link: link() }],
        AccountMailKind::NewSignIn => vec![AccountMail::NewSignIn {
            source_address: source_address(),
        }],
        AccountMailKind::SecondFactorEnrolled => vec![AccountMail::SecondFactorEnrolled {
            source_address: source_address(),
        }],
        AccountMailKind::SecondFactorDeleted => vec![AccountMail::SecondFactorDeleted],
        AccountMailKind::RecoveryCodeUsed => vec![AccountMail::RecoveryCodeUsed {
            source_address: source_address(),
            codes_left: 9,
        }],
        AccountMailKind::RecoveryCodesRenewed => vec![AccountMail::RecoveryCodesRenewed {
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
