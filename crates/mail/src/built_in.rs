//! The templates that Roster brings.

use roster_domain::notification::NotificationKind;

/// The layout of HTML.
pub(crate) const LAYOUT: &str = include_str!("../templates/layout.html");

macro_rules! of_language {
    ($name:ident, $code:literal) => {
        /// The template of a kind of mail in this language.
        pub(crate) const fn $name(kind: NotificationKind) -> &'static str {
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
            }
        }
    };
}

of_language!(english, "en");
