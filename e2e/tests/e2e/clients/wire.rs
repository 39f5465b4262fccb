//! SDKs that cannot be run here, to the byte. What goes where in a request follows from the
//! description of the operation.

use std::time::Duration;

use roster_model::catalogue;
use roster_model::operations;
use roster_model::schema::Location;
use roster_model::service::Service;
use serde_json::{Map, Value};

use super::{Access, Client, Refusal, Success, Which};
use crate::harness::{Dialect, Wire};

pub(super) fn by_byte(which: Which, access: &Access) -> Wire {
    let (_, address) = access.endpoint.split_once("://").expect("a URL");
    Wire {
        address: address.to_owned(),
        key: access.key.clone(),
        dialect: match which {
            Which::Java => Dialect::Java,
            Which::Go => Dialect::Go,
            _ => Dialect::Paws,
        },
        late_by: Duration::ZERO,
        service: "connect",
    }
}

impl Client for Wire {
    fn call(&mut self, operation: &str, input: &Value) -> Result<Success, Refusal> {
        let (method, target, body) = request(operation, input);
        let answer = self.send(method, &target, body.as_ref());
        let request_id = answer.header("x-amzn-RequestId").map(str::to_owned);
        if answer.status == 200 {
            let output = if answer.body.is_empty() {
                Value::Object(Map::new())
            } else {
                answer.json()
            };
            return Ok(Success { output, request_id });
        }
        let body = answer.json();
        let code = answer.header("x-amzn-ErrorType").expect("an error type");
        assert_eq!(body["__type"], code, "SDKs read either");
        assert_eq!(body["message"], body["Message"], "SDKs read either");
        Err(Refusal {
            class: None,
            code: code.to_owned(),
            message: body["message"].as_str().expect("a text").to_owned(),
            status: Some(answer.status),
            request_id,
        })
    }

    fn pages(&mut self, operation: &str, input: &Value, page_size: i32) -> Vec<Value> {
        let mut input = input.clone();
        input["MaxResults"] = page_size.into();
        let mut pages = Vec::new();
        loop {
            let page = self.call(operation, &input).expect("a page").output;
            let next = page.get("NextToken").cloned();
            pages.push(page);
            match next {
                Some(token) => input["NextToken"] = token,
                None => return pages,
            }
        }
    }
}

fn request(operation: &str, input: &Value) -> (&'static str, String, Option<Value>) {
    let entry = catalogue::entries().find(|entry| entry.name == operation);
    let entry = entry.unwrap_or_else(|| panic!("Connect has no {operation}"));
    let Some(description) = operations::find(Service::Connect, operation) else {
        // What is not there yet is asked for with nothing but its labels.
        let members = input.as_object().into_iter().flatten();
        let path = members.fold(entry.path.to_owned(), |path, (name, value)| {
            path.replace(&format!("{{{name}}}"), &encoded(value))
        });
        return (entry.method, path, None);
    };
    let (mut path, mut query, mut body) = (entry.path.to_owned(), String::new(), Map::new());
    for member in description.request().members() {
        let Some(value) = input.get(member.name) else {
            continue;
        };
        match member.location {
            Location::Label => path = path.replace(&format!("{{{}}}", member.name), &encoded(value)),
            Location::Query(key) => {
                // A list repeats its key.
                let items = value
                    .as_array()
                    .map_or(std::slice::from_ref(value), Vec::as_slice);
                for item in items {
                    query.push(if query.is_empty() { '?' } else { '&' });
                    query.push_str(key);
                    query.push('=');
                    query.push_str(&encoded(item));
                }
            }
            Location::Body | Location::Header(_) => {
                body.insert(member.name.to_owned(), value.clone());
            }
        }
    }
    let body = (!body.is_empty()).then_some(Value::Object(body));
    (entry.method, path + &query, body)
}

/// Percent-encoded as in SDKs: all but unreserved characters.
fn encoded(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let letters = text.bytes().map(|byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    });
    letters.collect()
}
