//! Mails to users.

mod get_mail;
mod list_mails;
mod resend_mail;

pub use get_mail::*;
pub use list_mails::*;
pub use resend_mail::*;
