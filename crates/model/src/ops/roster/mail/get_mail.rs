//! GetMail.

use roster_model_derive::{operation, shape};

use super::Mail;
use crate::shapes::MailId;

/// Shows a mail. It may hold a link that still works.
#[operation(
    service = Roster,
    http = "GET /_roster/mail/{MailId}",
    effect = AuditedRead,
    resources = "",
)]
pub struct GetMail;

/// The input of `GetMail`.
#[shape]
pub struct GetMailRequest {
    /// The mail.
    #[shape(label)]
    pub mail_id: MailId,
}

/// The output of `GetMail`.
#[shape]
pub struct GetMailResponse {
    /// The mail.
    pub mail: Option<Mail>,
}
