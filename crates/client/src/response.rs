//! From an HTTP response to a value or an exception, by the description of the operation.

use http::StatusCode;
use roster_model::operation::Description;
use roster_model::schema::{Kind, Schema};
use roster_python_values as python;
use serde_json::{Map, Value};

use crate::transport::Response;

/// An exception of the service.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Exception {
    /// The name, or the HTTP status where there is none.
    pub(crate) code: String,
    /// The message of the service.
    pub(crate) message: String,
    /// The other members that the description knows.
    pub(crate) details: Map<String, Value>,
}

/// The output of an operation: an object, also if the body is empty.
pub(crate) fn read(operation: &'static Description, response: &Response) -> Result<Value, Exception> {
    if response.status >= 301 {
        return Err(exception(operation, response));
    }
    let body = serde_json::from_slice(&response.body).unwrap_or_default();
    Ok(match described(operation.response(), body) {
        Value::Object(members) => Value::Object(members),
        _ => Value::Object(Map::new()),
    })
}

/// The part of a value that the description knows, in the order of the description.
fn described(schema: &Schema, value: Value) -> Value {
    match (&schema.kind, value) {
        (Kind::Structure(members), Value::Object(mut object)) => {
            let described_member = |member: &roster_model::schema::Member| {
                let value = object.remove(member.name).filter(|value| !value.is_null())?;
                Some((member.name.to_owned(), described((member.target)(), value)))
            };
            Value::Object(members.iter().filter_map(described_member).collect())
        }
        (Kind::List { member, .. }, Value::Array(items)) => {
            Value::Array(items.into_iter().map(|item| described(member(), item)).collect())
        }
        (Kind::Map { value: target, .. }, Value::Object(object)) => {
            let entries = object
                .into_iter()
                .map(|(key, value)| (key, described(target(), value)));
            Value::Object(entries.collect())
        }
        (_, value) => value,
    }
}

/// The exception of a response. Code and message may be in headers or body, under several names.
fn exception(operation: &Description, response: &Response) -> Exception {
    let text = String::from_utf8_lossy(&response.body);
    if response.status >= 500 && (text.trim().is_empty() || text.trim_start().starts_with("<html>")) {
        let reason = StatusCode::from_u16(response.status).ok();
        let reason = reason.and_then(|status| status.canonical_reason());
        return Exception {
            code: response.status.to_string(),
            message: reason.unwrap_or_default().to_owned(),
            details: Map::new(),
        };
    }
    let body: Value = match serde_json::from_slice(&response.body) {
        Ok(body) => body,
        Err(_) => serde_json::json!({"message": text}),
    };
    let member = |names: &[&str]| {
        let found = names.iter().find_map(|name| body.get(name));
        found.map(|value| python::str(value).into_owned())
    };
    let header = response
        .headers
        .get("x-amzn-errortype")
        .and_then(|value| value.to_str().ok());
    let code = header
        .map(str::to_owned)
        .or_else(|| member(&["code", "Code"]))
        .or_else(|| member(&["__type"]));
    let code = code.map_or_else(|| response.status.to_string(), |code| bare(&code).to_owned());
    let details = details(operation, &code).iter();
    Exception {
        message: member(&["message", "Message"]).unwrap_or_default(),
        details: details
            .filter_map(|name| Some(((*name).to_owned(), body.get(name)?.clone())))
            .collect(),
        code,
    }
}

/// The members of an exception besides its message.
fn details(operation: &Description, code: &str) -> &'static [&'static str] {
    let mut declared = operation.exceptions.iter();
    let found = declared.find(|exception| exception.as_str() == code);
    found.map_or(&[], |exception| exception.details())
}

/// `com.amazonaws#Name:http://…` is `Name`.
fn bare(code: &str) -> &str {
    let code = code.split(':').next().unwrap_or(code);
    code.rsplit('#').next().unwrap_or(code)
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;
    use roster_model::operation::Operation;
    use roster_model::ops::connect::users::{DescribeUser, ListUsers};
    use serde_json::json;

    use super::*;

    fn response(status: u16, body: &str) -> Response {
        Response {
            status,
            headers: HeaderMap::new(),
            body: body.as_bytes().to_vec(),
        }
    }

    #[test]
    fn members_are_in_the_order_of_the_description() {
        let body = r#"{"NextToken": null, "Other": 1, "UserSummaryList": [{"Username": "ana", "Id": "1"}]}"#;
        let value = read(ListUsers::DESCRIPTION, &response(200, body)).unwrap();
        assert_eq!(
            value.to_string(),
            r#"{"UserSummaryList":[{"Id":"1","Username":"ana"}]}"#
        );
    }

    #[test]
    fn an_exception_is_found_in_every_form_of_response() {
        let read = |status, body| read(DescribeUser::DESCRIPTION, &response(status, body)).unwrap_err();
        let exception = |code: &str, message: &str| Exception {
            code: code.to_owned(),
            message: message.to_owned(),
            details: Map::new(),
        };
        assert_eq!(
            read(404, r#"{"__type": "a.b#C:http", "Message": "m"}"#),
            exception("C", "m")
        );
        assert_eq!(read(400, "oops"), exception("400", "oops"));
        assert_eq!(read(503, ""), exception("503", "Service Unavailable"));
        assert_eq!(read(404, ""), exception("404", ""));
    }

    #[test]
    fn an_exception_has_the_members_that_its_description_knows() {
        let response = response(
            400,
            r#"{"__type": "InvalidRequestException", "message": "m", "Reason": {"Why": "x"}, "Other": 1}"#,
        );
        let read = |operation| read(operation, &response).unwrap_err().details;
        assert_eq!(
            Value::from(read(DescribeUser::DESCRIPTION)),
            json!({"Reason": {"Why": "x"}})
        );
    }
}
