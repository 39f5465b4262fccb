//! ResendMail.

use roster_model_derive::{operation, shape};

use super::MailState;
use crate::shapes::MailId;

/// Delivers a mail now, also if it was delivered before. A server without --smtp leaves it as it is.
#[operation(
    service = Roster,
    http = "POST /_roster/mail/{MailId}/resend",
    effect = Write,
    resources = "",
)]
pub struct ResendMail;

/// The input of `ResendMail`.
#[shape]
pub struct ResendMailRequest {
    /// The mail.
    #[shape(label)]
    pub mail_id: MailId,
}

/// The output of `ResendMail`.
#[shape]
pub struct ResendMailResponse {
    /// How far the mail has come.
    pub state: Option<MailState>,
}
