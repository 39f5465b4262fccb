//! Mails: their texts in several languages, their MIME form, and the mail server that takes them.
//!
//! A mail's text is rendered in the transaction of the change that causes it ([`Templates::render`]) and stored
//! with it. Later it becomes a message ([`message`]), the same at every attempt to send it.

mod address;
mod block;
mod built_in;
mod message;
mod overrides;
mod samples;
mod smtp;
mod templates;
mod values;

pub use lettre::Message;

pub use address::{AddressError, Sender};
pub use message::{MessageError, message};
pub use overrides::OverrideError;
pub use smtp::{MailServer, SendError, SmtpServer, SmtpUrl, SmtpUrlError};
pub use templates::{TemplateError, Templates};
pub use values::Addressee;
