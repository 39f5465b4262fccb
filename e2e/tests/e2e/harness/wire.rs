//! Signed requests to the byte, as SDKs write them that cannot be run here.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};
use roster_domain::clock::{Clock, SystemClock};
use roster_sigv4::{SignedRequest, Signer};
use serde_json::Value;

use super::{Answer, Connection, INSTANCE, RawRequest, Roster};

/// An access key, and the Region it is used in.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) region: String,
}

/// How an SDK writes a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Botocore: content type only with a body; blanks and ASCII only in JSON.
    Botocore,
    /// R's paws: its own content type always, the length signed, compact JSON in UTF-8, empty
    /// members dropped.
    Paws,
    /// The SDK for Java: its retry headers and the hash of the body are signed.
    Java,
    /// The SDK for Go: header names in capitals, its retry headers signed.
    Go,
}

/// A client that writes every byte itself.
#[derive(Clone, Debug)]
pub(crate) struct Wire {
    pub(crate) address: String,
    pub(crate) key: Key,
    pub(crate) dialect: Dialect,
    /// How far the client's clock is behind.
    pub(crate) late_by: Duration,
    /// The service that requests are signed for.
    pub(crate) service: &'static str,
}

impl Wire {
    pub(crate) fn to(server: &Roster) -> Self {
        Self {
            address: server.address().to_owned(),
            key: server.key(),
            dialect: Dialect::Botocore,
            late_by: Duration::ZERO,
            service: "connect",
        }
    }

    pub(crate) fn of_service(mut self, service: &'static str) -> Self {
        self.service = service;
        self
    }

    pub(crate) fn speaking(mut self, dialect: Dialect) -> Self {
        self.dialect = dialect;
        self
    }

    /// Sends a request on a new connection.
    pub(crate) fn send(&self, method: &str, target: &str, body: Option<&Value>) -> Answer {
        self.send_raw(&self.signed(method, target, body))
    }

    /// Sends any request on a new connection.
    pub(crate) fn send_raw(&self, request: &RawRequest) -> Answer {
        let mut connection = Connection::to(&self.address).expect("the server accepts");
        connection.send(request).expect("the server answers")
    }

    /// The ids of the security profile of agents and of a routing profile of the demonstration's instance.
    pub(crate) fn profiles(&self) -> (Value, Value) {
        let routing_profile = self.profile(
            "routing-profiles-summary",
            "RoutingProfileSummaryList",
            "Basic Routing Profile",
        );
        (self.security_profile("Agent"), routing_profile)
    }

    /// The id of the security profile of this name.
    pub(crate) fn security_profile(&self, name: &str) -> Value {
        self.profile("security-profiles-summary", "SecurityProfileSummaryList", name)
    }

    fn profile(&self, path: &str, list: &str, name: &str) -> Value {
        let listed = self.send("GET", &format!("/{path}/{INSTANCE}"), None).json();
        let mut items = listed[list].as_array().expect("a list").iter();
        let found = items.find(|item| item["Name"] == name);
        found.unwrap_or_else(|| panic!("no {name} in {listed}"))["Id"].clone()
    }

    /// A signed request.
    pub(crate) fn signed(&self, method: &str, target: &str, body: Option<&Value>) -> RawRequest {
        let body = body.map(|body| self.dialect.json(body)).unwrap_or_default();
        self.signed_bytes(method, target, body.into_bytes())
    }

    /// A signed request with any body.
    pub(crate) fn signed_bytes(&self, method: &str, target: &str, body: Vec<u8>) -> RawRequest {
        let mut headers = vec![("host".to_owned(), self.address.clone())];
        headers.extend(self.dialect.signed_headers(body.len()));
        let signature = self.signature(method, target, &headers, &body);
        headers.extend(signature);
        headers.extend(self.dialect.unsigned_headers(body.len()));
        if self.dialect == Dialect::Go {
            for (name, _) in &mut headers {
                *name = in_capitals(name);
            }
        }
        RawRequest {
            method: method.to_owned(),
            target: target.to_owned(),
            headers,
            body,
        }
    }

    fn signature(
        &self,
        method: &str,
        target: &str,
        headers: &[(String, String)],
        body: &[u8],
    ) -> Vec<(String, String)> {
        let signer = Signer {
            access_key_id: &self.key.id,
            secret_access_key: &self.key.secret,
            session_token: None,
            region: &self.key.region,
            service: self.service,
            send_body_hash: self.dialect == Dialect::Java,
        };
        let map: HeaderMap = headers
            .iter()
            .map(|(name, value)| {
                let name = HeaderName::try_from(name).expect("a header name");
                (name, HeaderValue::try_from(value).expect("a header value"))
            })
            .collect();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let request = SignedRequest {
            method,
            path,
            query,
            headers: &map,
            body,
        };
        let added = signer
            .sign(&request, SystemClock.now() - self.late_by)
            .expect("a signature");
        let text = |value: &HeaderValue| value.to_str().expect("text").to_owned();
        added
            .iter()
            .map(|(name, value)| (name.to_string(), text(value)))
            .collect()
    }
}

const INVOCATION: (&str, &str) = ("amz-sdk-invocation-id", "5f2a1f80-8d5a-4e7b-9d55-0c3a1c8f2a11");
const ATTEMPT: (&str, &str) = ("amz-sdk-request", "attempt=1; max=4");

impl Dialect {
    fn signed_headers(self, length: usize) -> Vec<(String, String)> {
        let length = length.to_string();
        let has_body = length != "0";
        let json = ("content-type", "application/json");
        let counted = ("content-length", length.as_str());
        let mut headers = Vec::new();
        match self {
            Self::Botocore => {
                if has_body {
                    headers.push(json);
                }
            }
            Self::Paws => headers.extend([("content-type", "application/x-amz-json-1.1"), counted]),
            Self::Java | Self::Go => {
                headers.extend([INVOCATION, ATTEMPT]);
                if has_body {
                    headers.extend([json, counted]);
                }
            }
        }
        owned(&headers)
    }

    fn unsigned_headers(self, length: usize) -> Vec<(String, String)> {
        let length = length.to_string();
        let counted = ("content-length", length.as_str());
        let mut headers = vec![("accept-encoding", "identity")];
        match self {
            Self::Botocore => headers.extend([
                ("user-agent", "Boto3/1.43.11 Botocore/1.43.11"),
                INVOCATION,
                ATTEMPT,
                counted,
            ]),
            Self::Paws => headers.push(("user-agent", "paws/0.7.6 (R4.5.1; linux-gnu; x86_64)")),
            Self::Java => headers.push(("user-agent", "aws-sdk-java/2.31.0 md/io#sync")),
            Self::Go => headers.push(("user-agent", "aws-sdk-go-v2/1.38.0 lang/go#1.25")),
        }
        owned(&headers)
    }

    fn json(self, body: &Value) -> String {
        match self {
            Self::Botocore => ascii(&body.to_string()),
            Self::Paws => without_empty(body).to_string(),
            Self::Java | Self::Go => body.to_string(),
        }
    }
}

fn owned(headers: &[(&str, &str)]) -> Vec<(String, String)> {
    headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

/// JSON with `\u` for all but ASCII, and blanks, as Python writes it.
fn ascii(json: &str) -> String {
    let (mut within, mut escaped) = (false, false);
    let parts = json.chars().map(|character| {
        within ^= character == '"' && !escaped;
        escaped = character == '\\' && !escaped;
        match character {
            ':' | ',' if !within => format!("{character} "),
            character if character.is_ascii() => character.to_string(),
            character => match character.encode_utf16(&mut [0; 2]) {
                [unit] => format!("\\u{unit:04x}"),
                [high, low] => format!("\\u{high:04x}\\u{low:04x}"),
                _ => String::new(),
            },
        }
    });
    parts.collect()
}

/// A value without the members that paws leaves out.
fn without_empty(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members
                .iter()
                .map(|(name, value)| (name.clone(), without_empty(value)))
                .filter(|(_, value)| !is_empty(value));
            Value::Object(kept.collect())
        }
        other => other.clone(),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// `x-amz-date` → `X-Amz-Date`.
fn in_capitals(name: &str) -> String {
    let words = name.split('-').map(|word| {
        let (first, rest) = word.split_at(1);
        first.to_ascii_uppercase() + rest
    });
    words.collect::<Vec<_>>().join("-")
}
