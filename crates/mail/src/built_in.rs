//! The templates that Roster brings.

use roster_domain::Language;
use roster_domain::account_mail::AccountMailKind;

/// The file of the layout of HTML.
pub(crate) const LAYOUT_FILE: &str = "layout.html";

/// The layout of HTML.
pub(crate) const LAYOUT: &str = include_str!("../templates/layout.html");

/// The file of a kind of mail, in the folder of its language.
pub(crate) const fn file(kind: AccountMailKind) -> &'static str {
    match kind {
        AccountMailKind::PasswordReset => "password-reset.txt",
        AccountMailKind::PasswordChanged => "password-changed.txt",
        AccountMailKind::EmailChanged => "email-changed.txt",
        AccountMailKind::ConfirmEmail => "confirm-email.txt",
        AccountMailKind::EmailChangePending => "email-change-pending.txt",
        AccountMailKind::ApprovalAsked => "approval-asked.txt",
        AccountMailKind::ApprovalDecided => "approval-decided.txt",
        AccountMailKind::Welcome => "welcome.txt",
        AccountMailKind::NewSignIn => "new-sign-in.txt",
        AccountMailKind::SecondFactorEnrolled => "second-factor-enrolled.txt",
        AccountMailKind::SecondFactorDeleted => "second-factor-deleted.txt",
        AccountMailKind::RecoveryCodeUsed => "recovery-code-used.txt",
        AccountMailKind::RecoveryCodesRenewed => "recovery-codes-renewed.txt",
    }
}

/// The template of a kind of mail in a language.
pub(crate) const fn template(language: Language, kind: AccountMailKind) -> &'static str {
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
        const fn $name(kind: AccountMailKind) -> &'static str {
            match kind {
                AccountMailKind::PasswordReset => {
                    include_str!(concat!("../templates/", $code, "/password-reset.txt"))
                }
                AccountMailKind::PasswordChanged => {
                    include_str!(concat!("../templates/", $code, "/password-changed.txt"))
                }
                AccountMailKind::EmailChanged => {
                    include_str!(concat!("../templates/", $code, "/email-changed.txt"))
                }
                AccountMailKind::ConfirmEmail => {
                    include_str!(concat!("../templates/", $code, "/confirm-email.txt"))
                }
                AccountMailKind::EmailChangePending => {
                    include_str!(concat!("../templates/", $code, "/email-change-pending.txt"))
                }
                AccountMailKind::ApprovalAsked => {
                    include_str!(concat!("../templates/", $code, "/approval-asked.txt"))
                }
                AccountMailKind::ApprovalDecided => {
                    include_str!(concat!("../templates/", $code, "/approval-decided.txt"))
                }
                AccountMailKind::Welcome => include_str!(concat!("../templates/", $code, "/welcome.txt")),
                AccountMailKind::NewSignIn => {
                    include_str!(concat!("../templates/", $code, "/new-sign-in.txt"))
                }
                AccountMailKind::SecondFactorEnrolled => {
                    include_str!(concat!(
                        "../templates/",
                        $code,
                        "/second-factor-enrolled.txt"
                    ))
                }
                AccountMailKind::SecondFactorDeleted => {
                    include_str!(concat!(
                        "../templates/",
                        $code,
                        "/second-factor-deleted.txt"
                    ))
                }
                AccountMailKind::RecoveryCodeUsed => {
                    include_str!(concat!("../templates/", $code, "/recovery-code-used.txt"))
                }
                AccountMailKind::RecoveryCodesRenewed => {
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
