//! The templates that Roster brings.

use roster_domain::Language;
use roster_domain::notification::NotificationKind;

/// The file of the layout of HTML.
pub(crate) const LAYOUT_FILE: &str = "layout.html";

/// The layout of HTML.
pub(crate) const LAYOUT: &str = include_str!("../templates/layout.html");

/// The file of a kind of mail, in the folder of its language.
pub(crate) const fn file(kind: NotificationKind) -> &'static str {
    match kind {
        NotificationKind::PasswordReset => "password-reset.txt",
        NotificationKind::PasswordChanged => "password-changed.txt",
        NotificationKind::EmailChanged => "email-changed.txt",
        NotificationKind::ConfirmEmail => "confirm-email.txt",
        NotificationKind::EmailChangePending => "email-change-pending.txt",
        NotificationKind::ApprovalAsked => "approval-asked.txt",
        NotificationKind::ApprovalDecided => "approval-decided.txt",
        NotificationKind::Welcome => "welcome.txt",
        NotificationKind::NewSignIn => "new-sign-in.txt",
        NotificationKind::SecondFactorEnrolled => "second-factor-enrolled.txt",
        NotificationKind::SecondFactorDeleted => "second-factor-deleted.txt",
        NotificationKind::RecoveryCodeUsed => "recovery-code-used.txt",
        NotificationKind::RecoveryCodesRenewed => "recovery-codes-renewed.txt",
    }
}

/// The template of a kind of mail in a language.
pub(crate) const fn template(language: Language, kind: NotificationKind) -> &'static str {
    match language {
        Language::En => english(kind),
        Language::De => german(kind),
        Language::Es => spanish(kind),
        Language::Fr => french(kind),
        Language::Ja => japanese(kind),
    }
}

macro_rules! language {
    ($name:ident, $code:literal) => {
        const fn $name(kind: NotificationKind) -> &'static str {
            match kind {
                NotificationKind::PasswordReset => {
                    include_str!(concat!("../templates/", $code, "/password-reset.txt"))
                }
                NotificationKind::PasswordChanged => {
                    include_str!(concat!("../templates/", $code, "/password-changed.txt"))
                }
                NotificationKind::EmailChanged => {
                    include_str!(concat!("../templates/", $code, "/email-changed.txt"))
                }
                NotificationKind::ConfirmEmail => {
                    include_str!(concat!("../templates/", $code, "/confirm-email.txt"))
                }
                NotificationKind::EmailChangePending => {
                    include_str!(concat!("../templates/", $code, "/email-change-pending.txt"))
                }
                NotificationKind::ApprovalAsked => {
                    include_str!(concat!("../templates/", $code, "/approval-asked.txt"))
                }
                NotificationKind::ApprovalDecided => {
                    include_str!(concat!("../templates/", $code, "/approval-decided.txt"))
                }
                NotificationKind::Welcome => include_str!(concat!("../templates/", $code, "/welcome.txt")),
                NotificationKind::NewSignIn => {
                    include_str!(concat!("../templates/", $code, "/new-sign-in.txt"))
                }
                NotificationKind::SecondFactorEnrolled => {
                    include_str!(concat!(
                        "../templates/",
                        $code,
                        "/second-factor-enrolled.txt"
                    ))
                }
                NotificationKind::SecondFactorDeleted => {
                    include_str!(concat!(
                        "../templates/",
                        $code,
                        "/second-factor-deleted.txt"
                    ))
                }
                NotificationKind::RecoveryCodeUsed => {
                    include_str!(concat!("../templates/", $code, "/recovery-code-used.txt"))
                }
                NotificationKind::RecoveryCodesRenewed => {
                    include_str!(concat!(
                        "../templates/",
                        $code,
                        "/recovery-codes-renewed.txt"
                    ))
                }
            }
        }
    };
}

language!(english, "en");
language!(german, "de");
language!(spanish, "es");
language!(french, "fr");
language!(japanese, "ja");
