//! awsJson1.1: a header names the operation, the body holds its input, the answer is plain JSON.
//!
//! Points in time are numbers of seconds since the epoch, as they are in values.
//! Source: Smithy's AWS JSON 1.1 protocol specification.

use serde_json::error::Category;
use serde_json::{Map, Value};

use crate::Rejection;

/// Service and operation out of the header `X-Amz-Target`, cut at its last dot.
pub fn target(header: &str) -> Option<(&str, &str)> {
    header.rsplit_once('.')
}

/// Reads a body into one object; an empty body is an empty object.
pub fn decode(body: &[u8]) -> Result<Value, Rejection> {
    object(body).map(Value::Object)
}

/// The object that a body of JSON is.
pub(crate) fn object(body: &[u8]) -> Result<Map<String, Value>, Rejection> {
    if body.is_empty() {
        return Ok(Map::new());
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(Rejection::NotAnObject),
        Err(error) => Err(Rejection::Json {
            line: error.line(),
            column: error.column(),
            reason: match error.classify() {
                Category::Eof => "it ends too early".to_owned(),
                _ => reason(&error),
            },
        }),
    }
}

/// The words of a syntax error, without its place.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.split_once(" at line ") {
        Some((reason, _)) => reason.to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_target_is_a_service_and_an_operation() {
        let service = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101";
        assert_eq!(
            target(&format!("{service}.LookupEvents")),
            Some((service, "LookupEvents"))
        );
        assert_eq!(
            target("CloudTrail_20131101.LookupEvents"),
            Some(("CloudTrail_20131101", "LookupEvents"))
        );
        assert_eq!(target("LookupEvents"), None);
    }

    #[test]
    fn a_body_is_read_as_it_stands() {
        let body = br#"{"LookupAttributes": [{"AttributeKey": "EventName", "AttributeValue": "CreateUser"}],
            "StartTime": 1795256130.5, "Later": null}"#;
        assert_eq!(
            decode(body).unwrap(),
            json!({
                "LookupAttributes": [{"AttributeKey": "EventName", "AttributeValue": "CreateUser"}],
                "StartTime": 1_795_256_130.5,
                "Later": null,
            })
        );
    }

    #[test]
    fn no_body_is_no_members() {
        assert_eq!(decode(b"").unwrap(), json!({}));
    }

    #[test]
    fn another_body_than_an_object_is_refused() {
        assert_eq!(decode(b"[]"), Err(Rejection::NotAnObject));
        assert_eq!(
            decode(b"{\n\"A\"").unwrap_err().to_string(),
            "The request body is not valid JSON at line 2, column 3: it ends too early"
        );
    }

    proptest! {
        #[test]
        fn no_bytes_make_reading_panic(header in "\\PC*", body: Vec<u8>) {
            target(&header);
            let _ = decode(&body);
        }
    }
}
