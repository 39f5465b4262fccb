//! What a roster answers.

use std::fmt;

use http::HeaderMap;
use roster_model::exception::ExceptionName;
use roster_model::operation::Description;
use roster_model::schema::{Kind, Schema};
use roster_model::service::Protocol;
use roster_model::validation::{Fault, Violation, violations};
use serde_json::Value;

use crate::xml;

/// The exceptions that any call may meet, because they come from in front of the operation.
/// Source: API Gateway's stock answers, and the API reference on common errors.
const STOCK: [&str; 22] = [
    "AccessDenied",
    "AccessDeniedException",
    "ExpiredToken",
    "ExpiredTokenException",
    "IncompleteSignature",
    "IncompleteSignatureException",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "MalformedHttpRequestException",
    "MissingAuthenticationToken",
    "MissingAuthenticationTokenException",
    "RequestEntityTooLargeException",
    "RequestTimeoutException",
    "ServiceFailure",
    "ServiceUnavailable",
    "ServiceUnavailableException",
    "SignatureDoesNotMatch",
    "Throttling",
    "ThrottlingException",
    "UnrecognizedClientException",
    "ValidationError",
    "ValidationException",
];

/// The content type of S3's XML.
const S3_XML: &str = "application/xml";

/// The content type of delivered files.
const S3_FILE: &str = "application/x-gzip";

/// An answer. Displayed as a snapshot shows it: the status, then the error with its message or the
/// body as it was sent, indented, its `NextToken` left out.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as JSON; null if it is empty.
    pub fn json(&self) -> Value {
        if self.body.is_empty() {
            return Value::Null;
        }
        serde_json::from_slice(&self.body).expect("a body of JSON")
    }

    /// What an operation says: its output as JSON, whatever its service sends; null if it has none.
    pub fn output(&self, operation: &Description) -> Value {
        match operation.service.protocol() {
            Protocol::RestJson | Protocol::RestXml | Protocol::Json { .. } => self.json(),
            Protocol::Query { .. } => xml::output(&String::from_utf8_lossy(&self.body), operation.response()),
        }
    }

    /// The code of the error, if it is one.
    pub fn error(&self) -> Option<&str> {
        self.header("x-amzn-errortype")
    }

    /// The message of the error; empty for a success.
    pub fn message(&self) -> String {
        if self.is_xml() {
            return xml::text(&String::from_utf8_lossy(&self.body), "Message").unwrap_or_default();
        }
        let message = self.json()["message"].take();
        message.as_str().unwrap_or_default().to_owned()
    }

    /// The request's id.
    pub fn request_id(&self) -> &str {
        self.header("x-amzn-requestid").expect("a request id")
    }

    fn is_xml(&self) -> bool {
        matches!(self.header("content-type"), Some("text/xml" | S3_XML))
    }

    /// Whether it has what was asked of S3, whose answers say no more than that.
    fn is_found_in_s3(&self) -> bool {
        let is_of_s3 = matches!(self.header("content-type"), Some(S3_XML | S3_FILE));
        is_of_s3 && self.error().is_none()
    }

    fn header(&self, name: &str) -> Option<&str> {
        let value = self.headers.get(name)?;
        Some(value.to_str().expect("a header of text"))
    }

    /// Checks what all answers have in common, so that every SDK understands them.
    pub(crate) fn must_be_well_formed(&self) {
        let kinds = [
            "application/json",
            "application/x-amz-json-1.1",
            "text/xml",
            S3_XML,
            S3_FILE,
        ];
        let kind = self.header("content-type").expect("a content type");
        assert!(kinds.contains(&kind), "{kind}");
        assert!(is_uuid(self.request_id()), "{}", self.request_id());
        if self.is_found_in_s3() {
            return;
        }
        if self.is_xml() {
            let text = |element| xml::text(&String::from_utf8_lossy(&self.body), element);
            assert_eq!(text("RequestId").as_deref(), Some(self.request_id()));
            assert_eq!(text("Code").as_deref(), self.error());
            return;
        }
        let (json, code) = (self.json(), self.error());
        assert_eq!(code.is_none(), self.status == 200, "{self}");
        assert_eq!(self.header("x-amzn-errormessage").is_some(), code.is_some());
        if code.is_some() {
            assert_eq!(json["__type"].as_str(), code);
            assert!(!self.message().is_empty(), "an error says what is wrong");
            assert_eq!(json["Message"], json["message"]);
        }
    }

    /// Checks that an operation may answer like this.
    pub(crate) fn must_fit(&self, operation: &Description) {
        let name = operation.name;
        let Some(code) = self.error() else {
            let output = self.output(operation);
            assert_eq!(!output.is_null(), operation.has_output(), "{name}: {self}");
            if operation.has_output() {
                let mut found = violations(operation.response(), &output);
                found.retain(|violation| !is_without_tags(violation));
                assert!(found.is_empty(), "{name}: {found:?}\n{self}");
                must_know(operation.response(), &output, name);
            }
            return;
        };
        let declared = ExceptionName::ALL
            .iter()
            .find(|exception| exception.as_str() == code && !STOCK.contains(&code));
        match declared {
            Some(exception) => {
                assert!(operation.declares(*exception), "{name} does not declare {self}");
                assert_eq!(self.status, exception.status(), "{name}: {self}");
            }
            None => assert!(
                STOCK.contains(&code),
                "{name} is answered by the unheard-of {self}"
            ),
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.error() {
            Some(code) => write!(formatter, "{} {code}\n{}", self.status, self.message()),
            None if self.body.is_empty() => write!(formatter, "{}", self.status),
            None if self.is_xml() => {
                let body = String::from_utf8_lossy(&self.body);
                write!(formatter, "{}\n{}", self.status, xml::indented(&body))
            }
            None => {
                let body = indented(&String::from_utf8_lossy(&self.body));
                write!(
                    formatter,
                    "{}\n{}",
                    self.status,
                    without_token(body, &self.json())
                )
            }
        }
    }
}

fn is_uuid(text: &str) -> bool {
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => is_digit(byte),
        })
}

/// Checks that a value has no members but those of its shape.
fn must_know(schema: &Schema, value: &Value, place: &str) {
    match (&schema.kind, value) {
        (Kind::Structure(_), Value::Object(members)) => {
            for (name, value) in members {
                let place = format!("{place}.{name}");
                let member = schema
                    .member(name)
                    .unwrap_or_else(|| panic!("{place} is not described"));
                must_know(member.target.schema(), value, &place);
            }
        }
        (Kind::List { member, .. }, Value::Array(items)) => {
            for item in items {
                must_know(member.schema(), item, place);
            }
        }
        _ => {}
    }
}

/// A body without its `NextToken`, which is opaque, to tests too.
fn without_token(body: String, json: &Value) -> String {
    match json["NextToken"].as_str() {
        Some(token) => body.replace(&format!("\"{token}\""), "…"),
        None => body,
    }
}

/// JSON with its members in the order they were sent in, one a line.
fn indented(json: &str) -> String {
    let mut text = String::new();
    let (mut depth, mut in_string, mut is_escaped) = (0, false, false);
    for (index, character) in json.char_indices() {
        let line = |text: &mut String, depth: usize| {
            text.push('\n');
            text.push_str(&"  ".repeat(depth));
        };
        let is_empty = json[index + character.len_utf8()..].starts_with([']', '}']);
        match character {
            _ if in_string => {
                in_string = is_escaped || character != '"';
                is_escaped = character == '\\' && !is_escaped;
                text.push(character);
            }
            '{' | '[' => {
                text.push(character);
                depth += 1;
                if !is_empty {
                    line(&mut text, depth);
                }
            }
            '}' | ']' => {
                depth -= 1;
                if !text.ends_with(['{', '[']) {
                    line(&mut text, depth);
                }
                text.push(character);
            }
            ',' => {
                text.push(character);
                line(&mut text, depth);
            }
            ':' => text.push_str(": "),
            _ => {
                in_string = character == '"';
                text.push(character);
            }
        }
    }
    text
}

/// Whether tags that an answer shows are none. AWS shows them so, although its model wants one at least.
fn is_without_tags(violation: &Violation) -> bool {
    let is_tags = violation.member.to_lowercase().ends_with("tags");
    is_tags && matches!(violation.fault, Fault::Length { actual: 0, .. })
}

#[cfg(test)]
mod tests {
    use super::indented;

    #[test]
    fn json_is_indented_in_its_own_order() {
        insta::assert_snapshot!(indented(r#"{"b":[{"a":1},{}],"a":"x\":{y\\","c":[]}"#), @r#"
        {
          "b": [
            {
              "a": 1
            },
            {}
          ],
          "a": "x\":{y\\",
          "c": []
        }
        "#);
    }
}
