//! From an HTTP response to a value or an exception, by the description of the operation.

use http::StatusCode;
use roster_model::catalogue;
use roster_model::operation::Interface;
use roster_model::schema::{Kind, Member, Schema};
use roster_model::service::Protocol;
use roster_python_values as python;
use roster_wire::query;
use serde_json::{Map, Value};

use crate::transport::Response;

/// An exception of the service.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Exception {
    /// The name, or the HTTP status where there is none.
    pub(crate) code: String,
    /// The message of the service.
    pub(crate) message: String,
    /// The other members of its shape.
    pub(crate) details: Map<String, Value>,
}

/// The names that services give the message of an exception.
const MESSAGE: [&str; 2] = ["message", "Message"];

/// Why a response has no output.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Failed {
    /// The service refused the request.
    Refused(Exception),
    /// The body of a success is neither empty nor an object in JSON. Something else answered: a proxy, for instance.
    Unreadable(String),
}

/// The output of an operation: an object, also if the body is empty.
pub(crate) fn read(operation: &Interface, response: &Response) -> Result<Value, Failed> {
    if let Protocol::Query { .. } = operation.service.protocol() {
        return read_xml(operation, response);
    }
    if response.status >= 300 {
        return Err(Failed::Refused(exception(response)));
    }
    if response.body.trim_ascii().is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    match serde_json::from_slice(&response.body) {
        Ok(body @ Value::Object(_)) => Ok(described(operation.response(), body)),
        Ok(_) => Err(Failed::Unreadable("it is no JSON object".to_owned())),
        Err(error) => Err(Failed::Unreadable(error.to_string())),
    }
}

/// The same of an answer in XML.
fn read_xml(operation: &Interface, response: &Response) -> Result<Value, Failed> {
    let text = String::from_utf8_lossy(&response.body);
    if response.status >= 300 {
        return Err(Failed::Refused(match query::decode_error(&text) {
            Ok((code, message)) if !code.is_empty() => Exception {
                code,
                message,
                details: Map::new(),
            },
            _ => exception(response),
        }));
    }
    query::decode_response(&text, operation.response())
        .map(|output| described(operation.response(), output))
        .map_err(|error| Failed::Unreadable(error.to_string()))
}

/// A value with its members in the order of the description; after them, those that it lacks, so that nothing
/// that a newer service says is lost. Members without a value are left out.
fn described(schema: &Schema, mut value: Value) -> Value {
    describe(schema, &mut value);
    value
}

fn describe(schema: &Schema, value: &mut Value) {
    match (&schema.kind, value) {
        (Kind::Structure(members), Value::Object(object)) => {
            object.retain(|_, value| !value.is_null());
            // Services answer in this order most often.
            let (mut next, mut is_ordered) = (0, true);
            for (name, value) in object.iter_mut() {
                let place = place_of(members, name, next);
                is_ordered &= place.unwrap_or(members.len()) >= next;
                next = place.map_or(members.len(), |place| place + 1);
                if let Some(place) = place {
                    describe(members[place].target.schema(), value);
                }
            }
            if !is_ordered {
                let mut unordered = std::mem::take(object);
                let known = |member: &Member| unordered.remove_entry(member.name);
                object.extend(members.iter().filter_map(known));
                object.extend(unordered);
            }
        }
        (Kind::List { member, .. }, Value::Array(items)) => {
            for item in items {
                describe(member.schema(), item);
            }
        }
        (Kind::Map { value: target, .. }, Value::Object(object)) => {
            for value in object.values_mut() {
                describe(target.schema(), value);
            }
        }
        _ => {}
    }
}

/// The place of the member of a name, which is probably not before `next`.
fn place_of(members: &[Member], name: &str, next: usize) -> Option<usize> {
    let place = |members: &[Member]| members.iter().position(|member| member.name == name);
    let behind = members.get(next..).and_then(place);
    behind.map(|place| next + place).or_else(|| place(members))
}

/// The exception of a response. Code and message may be in headers or body, under several names.
fn exception(response: &Response) -> Exception {
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
    let members = catalogue::exception(&code).unwrap_or_default().into_iter();
    let details = members.filter(|member| !MESSAGE.contains(&member.name));
    Exception {
        message: member(&MESSAGE).unwrap_or_default(),
        details: details
            .filter_map(|member| Some((member.name.to_owned(), body.get(member.name)?.clone())))
            .collect(),
        code,
    }
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

    fn refused(result: Result<Value, Failed>) -> Exception {
        match result {
            Err(Failed::Refused(exception)) => exception,
            other => panic!("not refused: {other:?}"),
        }
    }

    #[test]
    fn a_success_that_is_no_object_is_unreadable() {
        for body in ["null", "[]", "<html>", "caf\u{e9}"] {
            let result = read(&DescribeUser::DESCRIPTION.into(), &response(200, body));
            assert!(matches!(result, Err(Failed::Unreadable(_))), "{body}: {result:?}");
        }
        let empty = read(&DescribeUser::DESCRIPTION.into(), &response(200, " "));
        assert_eq!(empty, Ok(json!({})));
    }

    #[test]
    fn members_are_in_the_order_of_the_description_and_those_that_it_lacks_follow() {
        let body = r#"{"NextToken": null, "Other": {"b": 1, "a": null}, "None": null,
            "UserSummaryList": [{"New": [2], "Username": "ana", "Id": "1"}]}"#;
        let value = read(&ListUsers::DESCRIPTION.into(), &response(200, body)).unwrap();
        assert_eq!(
            value.to_string(),
            r#"{"UserSummaryList":[{"Id":"1","Username":"ana","New":[2]}],"Other":{"b":1,"a":null}}"#
        );
    }

    #[test]
    fn an_exception_is_found_in_every_form_of_response() {
        let read = |status, body| refused(read(&DescribeUser::DESCRIPTION.into(), &response(status, body)));
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
    fn an_exception_has_the_members_of_its_shape_whether_the_operation_declares_it_or_not() {
        let response = response(
            400,
            r#"{"__type": "InvalidRequestException", "message": "m", "Reason": {"Why": "x"}, "Other": 1}"#,
        );
        let found = refused(read(&DescribeUser::DESCRIPTION.into(), &response));
        assert_eq!(Value::from(found.details), json!({"Reason": {"Why": "x"}}));
    }
}
