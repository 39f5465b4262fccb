//! A mail in MIME form.

use std::time::SystemTime;

use lettre::Message;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use roster_domain::records::{Mail, MailContent};
use thiserror::Error;

use crate::address::{AddressError, Sender, address_of};

/// A mail cannot be written as a message. The text repeats no personal data.
#[derive(Debug, Error)]
pub enum MessageError {
    /// The recipient cannot get it.
    #[error("the recipient is {0}")]
    Recipient(#[from] AddressError),
    /// A header cannot be written.
    #[error("the message cannot be written: {0}")]
    Header(#[from] lettre::error::Error),
}

/// A mail as text and HTML. Its Message-ID, and all else, is the same at every attempt, so a mail server or reader can recognize
/// a second copy.
///
/// # Errors
///
/// If the address is malformed.
pub fn message(from: &Sender, mail: &Mail, content: &MailContent) -> Result<Message, MessageError> {
    let Sender(from) = from;
    let to = Mailbox::new(None, address_of(&mail.to)?);
    let alternatives = MultiPart::alternative()
        .boundary(format!("roster-{}", mail.id))
        .singlepart(SinglePart::plain(content.text.clone()))
        .singlepart(SinglePart::html(content.html.clone()));
    let message = Message::builder()
        .from(from.clone())
        .to(to)
        .subject(one_line(&content.subject))
        .date(SystemTime::from(mail.created))
        .message_id(Some(format!("<{}@{}>", mail.id, from.email.domain())))
        // RFC 3834: no answers of absent people, no loops.
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ))
        .multipart(alternatives)?;
    Ok(message)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use roster_domain::account_mail::AccountMailKind;
    use roster_domain::records::MailState;
    use roster_domain::{AccountRegion, Id};
    use roster_model::shapes::Timestamp;

    use super::*;

    const TIME: Timestamp = Timestamp {
        milliseconds: 1_795_256_130_250,
    };

    fn mail(to: &str) -> Mail {
        let id = |text| Id::parse(text).expect("an id");
        Mail {
            id: id("87654321-2222-1234-1234-111234567891"),
            account_region: AccountRegion::of_region("123456789012", "us-east-1").expect("a Region"),
            instance_id: id("a1b2c3d4-5678-90ab-cdef-EXAMPLE11111"),
            user_id: id("87654321-2222-1234-1234-111234567891"),
            kind: AccountMailKind::PasswordChanged,
            to: to.to_owned(),
            created: TIME,
            state: MailState::Queued,
            state_time: TIME,
            content: String::new(),
        }
    }

    fn content(subject: &str) -> MailContent {
        MailContent {
            subject: subject.to_owned(),
            text: "Grüße\n".to_owned(),
            html: "<p>Grüße</p>\n".to_owned(),
        }
    }

    fn written(to: &str, subject: &str) -> Result<String, MessageError> {
        let from = "Roster <roster@example.com>".parse().expect("a sender");
        let message = message(&from, &mail(to), &content(subject))?;
        Ok(String::from_utf8(message.formatted()).expect("ASCII"))
    }

    #[test]
    fn a_mail_is_text_and_html_with_a_message_id_of_its_own() {
        let message = written("mary@example.com", "Password changed").expect("a message");

        let expected = "\
From: Roster <roster@example.com>\r
To: mary@example.com\r
Subject: Password changed\r
Date: Sat, 21 Nov 2026 10:15:30 +0000\r
Message-ID: <87654321-2222-1234-1234-111234567891@example.com>\r
Auto-Submitted: auto-generated\r
MIME-Version: 1.0\r
Content-Type: multipart/alternative;\r
 boundary=\"roster-87654321-2222-1234-1234-111234567891\"\r
\r
--roster-87654321-2222-1234-1234-111234567891\r
Content-Type: text/plain; charset=utf-8\r
Content-Transfer-Encoding: base64\r
\r
R3LDvMOfZQ0K\r
--roster-87654321-2222-1234-1234-111234567891\r
Content-Type: text/html; charset=utf-8\r
Content-Transfer-Encoding: quoted-printable\r
\r
<p>Gr=C3=BC=C3=9Fe</p>\r
\r
--roster-87654321-2222-1234-1234-111234567891--\r
";
        assert_eq!(message, expected);
    }

    #[test]
    fn no_subject_adds_a_header() {
        let plain = written("mary@example.com", "Hello").expect("a message");
        for break_ in ["\r\n", "\n", "\r", "\u{2028}", "\0\n"] {
            let subject = format!("Hello{break_}Bcc: eve@example.com");

            let message = written("mary@example.com", &subject).expect("a message");

            assert!(!message.contains("\nBcc"), "{message}");
            assert_eq!(headers(&message), headers(&plain));
        }
    }

    /// The names of the headers.
    fn headers(message: &str) -> Vec<&str> {
        let (head, _) = message.split_once("\r\n\r\n").expect("a body");
        let lines = head.lines().filter(|line| !line.starts_with(' '));
        lines.filter_map(|line| Some(line.split_once(':')?.0)).collect()
    }

    #[test]
    fn no_recipient_adds_a_header_or_another_recipient() {
        for to in [
            "mary@example.com\r\nBcc: eve@example.com",
            "mary@example.com, eve@example.com",
            "mary",
        ] {
            assert!(
                matches!(written(to, "Hello"), Err(MessageError::Recipient(_))),
                "{to}"
            );
        }
    }

    #[test]
    fn an_international_domain_is_written_in_ascii() {
        let message = written("mary@münchen.example", "Hello").expect("a message");

        assert!(
            message.contains("To: mary@xn--mnchen-3ya.example\r\n"),
            "{message}"
        );
    }
}
