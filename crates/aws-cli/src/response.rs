//! From an HTTP answer to a value, by the description; or to the exception that it is.

use std::time::{Duration, SystemTime};

use http::StatusCode;
use roster_model::operation::Description;
use roster_model::schema::{Kind, Schema};
use roster_python_values as python;
use roster_sigv4::Timestamp;
use serde_json::{Map, Value};

use crate::transport::Answer;

/// How points in time are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Times {
    /// As ISO 8601 says.
    Iso8601,
    /// As they come.
    Wire,
}

/// An exception: its code and its message.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Exception {
    /// The name, or the HTTP status where there is none.
    pub(crate) code: String,
    /// What the service says.
    pub(crate) message: String,
    /// What else it holds, of what its description knows.
    pub(crate) details: Map<String, Value>,
}

/// What an answer says.
pub(crate) fn read(
    operation: &'static Description,
    answer: &Answer,
    times: Times,
) -> Result<Value, Exception> {
    if answer.status >= 301 {
        return Err(exception(operation, answer));
    }
    let body = serde_json::from_slice(&answer.body).unwrap_or_default();
    Ok(match known(operation.response(), body, times) {
        Value::Object(members) => Value::Object(members),
        _ => Value::Object(Map::new()),
    })
}

/// The part of a value that the description knows, in the order of the description.
fn known(schema: &Schema, value: Value, times: Times) -> Value {
    match (&schema.kind, value) {
        (Kind::Structure(members), Value::Object(mut object)) => {
            let known_member = |member: &roster_model::schema::Member| {
                let value = object.remove(member.name).filter(|value| !value.is_null())?;
                Some((member.name.to_owned(), known((member.target)(), value, times)))
            };
            Value::Object(members.iter().filter_map(known_member).collect())
        }
        (Kind::List { member, .. }, Value::Array(items)) => Value::Array(
            items
                .into_iter()
                .map(|item| known(member(), item, times))
                .collect(),
        ),
        (Kind::Map { value: target, .. }, Value::Object(object)) => {
            let entries = object
                .into_iter()
                .map(|(key, value)| (key, known(target(), value, times)));
            Value::Object(entries.collect())
        }
        (Kind::Timestamp, value) if times == Times::Iso8601 => timestamp(value),
        (_, value) => value,
    }
}

/// A point in time as Python's `isoformat` shows it, in UTC.
fn timestamp(value: Value) -> Value {
    let seconds = match &value {
        Value::String(text) => match text.parse() {
            Ok(seconds) => Some(seconds),
            Err(_) => {
                return Value::from(
                    text.strip_suffix('Z')
                        .map_or_else(|| text.clone(), |text| format!("{text}+00:00")),
                );
            }
        },
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            value.as_f64()
        }
    };
    seconds.map_or(value, |seconds| Value::from(iso_8601(seconds)))
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rounded, and microseconds of a second"
)]
fn iso_8601(seconds: f64) -> String {
    let mut whole = seconds.floor();
    let mut microseconds = ((seconds - whole) * 1e6).round_ties_even() as u32;
    if microseconds == 1_000_000 {
        (whole, microseconds) = (whole + 1.0, 0);
    }
    let distance = Duration::try_from_secs_f64(whole.abs()).unwrap_or(Duration::MAX);
    let time = if whole < 0.0 {
        SystemTime::UNIX_EPOCH.checked_sub(distance)
    } else {
        SystemTime::UNIX_EPOCH.checked_add(distance)
    };
    let basic = Timestamp::from(time.unwrap_or(SystemTime::UNIX_EPOCH)).to_string();
    let (date, time) = (&basic[..8], &basic[9..15]);
    let fraction = if microseconds == 0 {
        String::new()
    } else {
        format!(".{microseconds:06}")
    };
    format!(
        "{}-{}-{}T{}:{}:{}{fraction}+00:00",
        &date[..4],
        &date[4..6],
        &date[6..],
        &time[..2],
        &time[2..4],
        &time[4..]
    )
}

/// Code and message out of headers and body, wherever a service may put them.
fn exception(operation: &Description, answer: &Answer) -> Exception {
    let text = String::from_utf8_lossy(&answer.body);
    if answer.status >= 500 && (text.trim().is_empty() || text.trim_start().starts_with("<html>")) {
        let reason = StatusCode::from_u16(answer.status).ok();
        let reason = reason.and_then(|status| status.canonical_reason());
        return Exception {
            code: answer.status.to_string(),
            message: reason.unwrap_or_default().to_owned(),
            details: Map::new(),
        };
    }
    let body: Value = match serde_json::from_slice(&answer.body) {
        Ok(body) => body,
        Err(_) => serde_json::json!({"message": text}),
    };
    let member = |names: &[&str]| {
        let found = names.iter().find_map(|name| body.get(name));
        found.map(|value| python::str(value).into_owned())
    };
    let header = answer
        .headers
        .get("x-amzn-errortype")
        .and_then(|value| value.to_str().ok());
    let code = header
        .map(str::to_owned)
        .or_else(|| member(&["code", "Code"]))
        .or_else(|| member(&["__type"]));
    let code = code.map_or_else(|| answer.status.to_string(), |code| bare(&code).to_owned());
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

    fn answer(status: u16, body: &str) -> Answer {
        Answer {
            status,
            headers: HeaderMap::new(),
            body: body.as_bytes().to_vec(),
        }
    }

    #[test]
    fn members_come_in_the_order_of_the_description() {
        let body = r#"{"NextToken": null, "Other": 1, "UserSummaryList": [{"Username": "ana", "Id": "1"}]}"#;
        let value = read(ListUsers::DESCRIPTION, &answer(200, body), Times::Iso8601).unwrap();
        assert_eq!(
            value.to_string(),
            r#"{"UserSummaryList":[{"Id":"1","Username":"ana"}]}"#
        );
    }

    #[test]
    fn times_are_shown_as_python_shows_them() {
        for (seconds, shown) in [
            (json!(1_700_000_000), "2023-11-14T22:13:20+00:00"),
            (json!(1_700_000_000.5), "2023-11-14T22:13:20.500000+00:00"),
            (json!(-0.25), "1969-12-31T23:59:59.750000+00:00"),
            (json!("2023-11-14T22:13:20Z"), "2023-11-14T22:13:20+00:00"),
        ] {
            assert_eq!(timestamp(seconds), json!(shown));
        }
    }

    #[test]
    fn an_exception_is_found_wherever_it_stands() {
        let read =
            |status, body| read(DescribeUser::DESCRIPTION, &answer(status, body), Times::Wire).unwrap_err();
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
    fn an_exception_holds_what_its_description_knows() {
        let answer = answer(
            400,
            r#"{"__type": "InvalidRequestException", "message": "m", "Reason": {"Why": "x"}, "Other": 1}"#,
        );
        let read = |operation| read(operation, &answer, Times::Wire).unwrap_err().details;
        assert_eq!(
            Value::from(read(DescribeUser::DESCRIPTION)),
            json!({"Reason": {"Why": "x"}})
        );
    }
}
