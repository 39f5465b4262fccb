//! Requests, made by description.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use roster_model::operation::Description;
use roster_model::schema::Location;
use roster_model::service::Protocol;
use roster_wire::query;
use serde_json::{Map, Value};

/// What stays as it is in a path or query. Source: RFC 3986, section 2.3.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A request that is not signed yet.
#[derive(Clone, Debug)]
pub struct Request {
    /// The method.
    pub method: String,
    /// Path and query, as sent.
    pub target: String,
    /// The headers but for `host` and those of the signature, as sent.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// A request without a body.
    pub fn new(method: &str, target: &str) -> Self {
        Self {
            method: method.to_owned(),
            target: target.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// The request for an operation, as the protocol of its service has it.
    pub fn of(operation: &Description, input: &Value) -> Self {
        match operation.service.protocol() {
            Protocol::RestJson | Protocol::RestXml => Self::rest(operation, input),
            Protocol::Query { version, .. } => {
                let form = query::encode_request(operation.name, version, operation.request(), input);
                Self::new(operation.method, operation.path)
                    .header("content-type", "application/x-www-form-urlencoded; charset=utf-8")
                    .body(form)
            }
            Protocol::Json { target } => Self::new(operation.method, operation.path)
                .header("content-type", "application/x-amz-json-1.1")
                .header("x-amz-target", &format!("{target}.{}", operation.name))
                .body(input.to_string()),
        }
    }

    /// The input placed where the description says. A label that the input lacks stays empty, as
    /// botocore leaves it; unknown members travel in the body.
    fn rest(operation: &Description, input: &Value) -> Self {
        let mut body = input.as_object().cloned().unwrap_or_default();
        let mut path = operation.path.to_owned();
        let mut query = Vec::new();
        for member in operation.request().members() {
            match member.location {
                Location::Body | Location::Header(_) => {}
                Location::Label => {
                    let text = text(&mut body, member.name).unwrap_or_default();
                    path = path.replace(&format!("{{{}}}", member.name), &escaped(&text));
                }
                Location::Query(key) => {
                    // A list repeats its key.
                    let items = match body.get(member.name) {
                        Some(Value::Array(items)) => items.iter().map(plain).collect(),
                        _ => Vec::from_iter(text(&mut body, member.name)),
                    };
                    body.remove(member.name);
                    query.extend(
                        items
                            .iter()
                            .map(|text| format!("{}={}", escaped(key), escaped(text))),
                    );
                }
            }
        }
        let separator = if query.is_empty() { "" } else { "?" };
        let request = Self::new(operation.method, &format!("{path}{separator}{}", query.join("&")));
        let members = operation.request().members();
        if members.iter().any(|member| member.location == Location::Body) {
            request.json(&Value::Object(body))
        } else {
            request
        }
    }

    /// The same with this body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// The same with this JSON as its body.
    #[must_use]
    pub fn json(self, body: &Value) -> Self {
        self.header("content-type", "application/json")
            .body(body.to_string())
    }

    /// The same with one more header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

fn escaped(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}

/// Takes a member out of an input, as the text of a path or query.
fn text(input: &mut Map<String, Value>, name: &str) -> Option<String> {
    let value = input.remove(name)?;
    (!value.is_null()).then(|| plain(&value))
}

/// A value without the quotation marks of JSON.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// An input with some of its members replaced; `null` stands for a member left out.
#[must_use]
pub fn with(mut input: Value, replaced: Value) -> Value {
    let (Value::Object(members), Value::Object(replaced)) = (&mut input, replaced) else {
        panic!("inputs are objects");
    };
    members.extend(replaced);
    members.retain(|_, value| !value.is_null());
    input
}
