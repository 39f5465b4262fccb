//! Reads syslog messages as strictly as RFC 5424 has them.

/// A message.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Parsed {
    pub(crate) facility: u8,
    pub(crate) severity: u8,
    pub(crate) timestamp: String,
    pub(crate) host_name: String,
    pub(crate) app_name: String,
    pub(crate) process_id: String,
    pub(crate) message_id: String,
    pub(crate) data_id: String,
    pub(crate) parameters: Vec<(String, String)>,
    pub(crate) message: String,
}

/// The messages of a connection: each with its length in front. Source: RFC 6587, section 3.4.1.
pub(crate) fn frames(mut bytes: &[u8]) -> Vec<Parsed> {
    let mut messages = Vec::new();
    while !bytes.is_empty() {
        let space = bytes.iter().position(|byte| *byte == b' ').expect("a length");
        let digits = std::str::from_utf8(&bytes[..space]).expect("digits");
        assert!(digits.starts_with(|char| matches!(char, '1'..='9')), "{digits}");
        let length: usize = digits.parse().expect("a length");
        let message = &bytes[space + 1..][..length];
        messages.push(message_of(message));
        bytes = &bytes[space + 1 + length..];
    }
    messages
}

/// One message.
pub(crate) fn message_of(bytes: &[u8]) -> Parsed {
    assert!(
        bytes.iter().all(|byte| matches!(byte, b' '..=b'~')),
        "not ASCII: {bytes:?}"
    );
    let text = std::str::from_utf8(bytes).expect("ASCII");
    let (priority, rest) = text
        .strip_prefix('<')
        .and_then(|text| text.split_once(">1 "))
        .expect("a priority and version 1");
    assert!(
        priority.len() <= 3 && (priority == "0" || !priority.starts_with('0')),
        "{priority}"
    );
    let priority: u8 = priority.parse().expect("a priority");
    assert!(priority <= 191);
    let fields: Vec<&str> = rest.splitn(6, ' ').collect();
    let [timestamp, host_name, app_name, process_id, message_id, rest] = fields[..] else {
        panic!("not all fields: {rest}");
    };
    check_timestamp(timestamp);
    for (field, longest) in [
        (host_name, 255),
        (app_name, 48),
        (process_id, 128),
        (message_id, 32),
    ] {
        assert!(!field.is_empty() && field.len() <= longest, "{field}");
    }
    let (data_id, parameters, rest) = structured_data(rest);
    let message = rest
        .strip_prefix(' ')
        .expect("a space before the message")
        .to_owned();
    Parsed {
        facility: priority / 8,
        severity: priority % 8,
        timestamp: timestamp.to_owned(),
        host_name: host_name.to_owned(),
        app_name: app_name.to_owned(),
        process_id: process_id.to_owned(),
        message_id: message_id.to_owned(),
        data_id,
        parameters,
        message,
    }
}

/// `2026-11-21T10:15:30.125Z`, with up to six digits of a fraction.
fn check_timestamp(text: &str) {
    let (head, fraction) = text.strip_suffix('Z').expect("UTC").split_at(19);
    let form: String = head
        .chars()
        .map(|char| if char.is_ascii_digit() { '0' } else { char })
        .collect();
    assert_eq!(form, "0000-00-00T00:00:00", "{text}");
    let digits = fraction.strip_prefix('.').unwrap_or("0");
    let is_fraction = (1..=6).contains(&digits.len()) && digits.chars().all(|char| char.is_ascii_digit());
    assert!(is_fraction, "{text}");
}

/// One element `[id name="value" …]`, and what follows.
fn structured_data(text: &str) -> (String, Vec<(String, String)>, &str) {
    let mut rest = text.strip_prefix('[').expect("an element");
    let end = rest.find([' ', ']']).expect("the end of an id");
    let id = &rest[..end];
    let (name, number) = id.split_once('@').expect("a private id");
    assert!(is_name(name) && number.parse::<u32>().is_ok(), "{id}");
    rest = &rest[end..];
    let mut parameters = Vec::new();
    while let Some(parameter) = rest.strip_prefix(' ') {
        let (name, value) = parameter.split_once("=\"").expect("a parameter");
        assert!(is_name(name), "{name}");
        let mut unescaped = String::new();
        let mut chars = value.char_indices();
        let end = loop {
            match chars.next().expect("the end of a value") {
                (at, '"') => break at,
                (_, '\\') => {
                    let (_, escaped) = chars.next().expect("an escaped character");
                    assert!(matches!(escaped, '"' | '\\' | ']'), "{escaped}");
                    unescaped.push(escaped);
                }
                (_, char) => {
                    assert_ne!(char, ']', "unescaped");
                    unescaped.push(char);
                }
            }
        };
        parameters.push((name.to_owned(), unescaped));
        rest = &value[end + 1..];
    }
    let rest = rest.strip_prefix(']').expect("the end of an element");
    (id.to_owned(), parameters, rest)
}

fn is_name(text: &str) -> bool {
    let is_of_name = |char: char| char.is_ascii_graphic() && !"= ]\"".contains(char);
    (1..=32).contains(&text.len()) && text.chars().all(is_of_name)
}
