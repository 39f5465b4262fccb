//! Mails to users.

use roster_model_derive::shape;

/// The id of a mail.
#[shape(length(1, 100))]
pub struct MailId(pub String);
