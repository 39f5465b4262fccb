//! Syslog messages. Source: RFC 5424.

use std::fmt::Write;
use std::time::SystemTime;

use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use crate::event::Event;

/// The facility "log audit".
const FACILITY: u8 = 13;

/// The severities "warning", for refusals, and "informational".
const WARNING: u8 = 4;
const INFORMATIONAL: u8 = 6;

/// The longest name of a host, and of a type of messages.
const HOST_NAME_CHARACTERS: usize = 255;
const MESSAGE_ID_CHARACTERS: usize = 32;

/// What a datagram can hold beside the heads of UDP and IPv6.
pub(super) const MAX_DATAGRAM_BYTES: usize = 65_487;

/// The structured data of Roster. The number after the @ stands for an enterprise in examples: Roster has none of its own. Source: RFC 5612.
const DATA_ID: &str = "roster@32473";

const TIME: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");

/// A message: ASCII, on one line.
pub(super) struct Message {
    /// The header with the structured data, without their last bracket.
    head: String,
    json: String,
}

impl Message {
    pub(super) fn of(event: &Event, host_name: &str) -> Self {
        let severity = if event.is_refusal { WARNING } else { INFORMATIONAL };
        let head = format!(
            "<{}>1 {} {} roster - {} [{DATA_ID} eventID=\"{}\" chain=\"{}\" sequence=\"{}\"",
            FACILITY * 8 + severity,
            timestamp(event.time),
            name(host_name, HOST_NAME_CHARACTERS),
            name(&event.operation, MESSAGE_ID_CHARACTERS),
            parameter(&event.id),
            parameter(&event.chain),
            event.sequence,
        );
        Self {
            head,
            json: ascii(&event.json),
        }
    }

    /// All of it.
    pub(super) fn whole(self) -> String {
        format!("{}] {}", self.head, self.json)
    }

    /// All of it, or if it is longer than this, its beginning, marked as such.
    pub(super) fn within(self, max_bytes: usize) -> String {
        if self.head.len() + "] ".len() + self.json.len() <= max_bytes {
            return self.whole();
        }
        let mut cut = format!("{} cut=\"yes\"] {}", self.head, self.json);
        // It is ASCII, so any byte ends a character.
        cut.truncate(max_bytes);
        cut
    }
}

fn timestamp(time: SystemTime) -> String {
    OffsetDateTime::from(time)
        .format(TIME)
        .unwrap_or_else(|_| "-".to_owned())
}

/// A field of the header: visible ASCII, or a dash.
fn name(text: &str, max_characters: usize) -> String {
    let name: String = text
        .chars()
        .filter(char::is_ascii_graphic)
        .take(max_characters)
        .collect();
    if name.is_empty() { "-".to_owned() } else { name }
}

/// The value of a parameter of structured data.
fn parameter(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for char in ascii(text).chars() {
        if matches!(char, '"' | '\\' | ']') {
            value.push('\\');
        }
        value.push(char);
    }
    value
}

/// A JSON text with the same meaning in ASCII. A text that is not ASCII would begin with a byte order mark, which many receivers take for a part of it.
fn ascii(json: &str) -> String {
    let mut ascii = String::with_capacity(json.len());
    for char in json.chars() {
        if matches!(char, ' '..='~') {
            ascii.push(char);
        } else {
            for unit in char.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(ascii, "\\u{unit:04x}");
            }
        }
    }
    ascii
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;

    fn event(json: &str) -> Event {
        Event {
            id: "abababab-abab-8bab-abab-abababababab".to_owned(),
            chain: "a".to_owned(),
            sequence: 17,
            time: UNIX_EPOCH + Duration::from_millis(1_795_256_130_125),
            operation: "UpdateUserIdentityInfo".to_owned(),
            is_refusal: false,
            json: json.to_owned(),
        }
    }

    #[test]
    fn a_message_has_the_form_of_rfc_5424() {
        let message = Message::of(&event(r#"{"userName":"Zoë"}"#), "directory.example.com").whole();

        assert_eq!(
            message,
            concat!(
                "<110>1 2026-11-21T10:15:30.125Z directory.example.com roster - UpdateUserIdentityInfo ",
                r#"[roster@32473 eventID="abababab-abab-8bab-abab-abababababab" chain="a" sequence="17"] "#,
                r#"{"userName":"Zo\u00eb"}"#,
            )
        );
    }

    #[test]
    fn a_refusal_is_a_warning() {
        let refusal = Event {
            is_refusal: true,
            ..event("{}")
        };
        assert!(Message::of(&refusal, "h").whole().starts_with("<108>1 "));
    }

    #[test]
    fn names_that_do_not_fit_the_header_are_shortened_or_left_out() {
        let odd = Event {
            operation: "x".repeat(40),
            chain: r#"a"]\"#.to_owned(),
            ..event("{}")
        };
        let message = Message::of(&odd, " \u{e4}\n").whole();
        let id = "x".repeat(32);
        assert!(message.contains(&format!("Z - roster - {id} [")), "{message}");
        assert!(message.contains(r#"chain="a\"\]\\""#), "{message}");
    }

    #[test]
    fn a_message_that_is_too_long_for_a_datagram_is_cut_and_says_so() {
        let long = format!("\"{}\"", "é".repeat(20_000));
        let message = Message::of(&event(&long), "h").within(MAX_DATAGRAM_BYTES);
        assert_eq!(message.len(), MAX_DATAGRAM_BYTES);
        assert!(
            message.contains(r#"sequence="17" cut="yes"] "\u00e9"#),
            "{message}"
        );
        assert!(
            !Message::of(&event("{}"), "h")
                .within(MAX_DATAGRAM_BYTES)
                .contains("cut")
        );
    }
}
