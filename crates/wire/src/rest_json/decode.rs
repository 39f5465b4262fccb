//! How a request becomes a value.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use roster_model::operation::Description;
use roster_model::schema::{Kind, Location, Member, Schema};
use serde_json::{Map, Value};

use crate::{Rejection, json, scalar};

/// The parts of an HTTP request that hold its input.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'r> {
    /// The labels of the path, still percent-encoded.
    pub labels: &'r [(&'static str, &'r str)],
    /// The query string, without the question mark; empty if there is none.
    pub query: &'r str,
    /// The body.
    pub body: &'r [u8],
}

/// Reads a request into one object that holds its members by name, wherever they travelled.
pub fn decode(operation: &Description, parts: &Parts<'_>) -> Result<Value, Rejection> {
    let schema = operation.request();
    let mut input = if has_body(schema) {
        json::object(parts.body)?
    } else {
        Map::new()
    };
    for member in schema.members() {
        let value = match member.location {
            Location::Body | Location::Header(_) => continue,
            Location::Label => label(parts, member)?,
            Location::Query(key) => query(parts.query, key, member)?,
        };
        match value {
            Some(value) => input.insert(member.name.to_owned(), value),
            // The body has no say in what travels elsewhere.
            None => input.remove(member.name),
        };
    }
    Ok(Value::Object(input))
}

fn has_body(schema: &Schema) -> bool {
    schema
        .members()
        .iter()
        .any(|member| member.location == Location::Body)
}

fn label(parts: &Parts<'_>, member: &Member) -> Result<Option<Value>, Rejection> {
    let found = parts.labels.iter().find(|(name, _)| *name == member.name);
    found
        .map(|(_, raw)| text(raw, member).map(Value::String))
        .transpose()
}

/// The value of a key: the first, or all of them where the member is a list.
fn query(query: &str, key: &str, member: &Member) -> Result<Option<Value>, Rejection> {
    let pairs = query
        .split('&')
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let mut raw = pairs.filter(|(name, _)| percent_decode_str(name).eq(key.bytes()));
    let read = |raw: &str, kind: &Kind| {
        // In a query string a plus is a space, as the signature counts it too.
        let text = text(&raw.replace('+', " "), member)?;
        Ok(scalar::read(kind, &text))
    };
    match &member.target.schema().kind {
        Kind::List { member: item, .. } => {
            let items = raw.map(|(_, raw)| read(raw, &item.schema().kind));
            let items: Vec<Value> = items.collect::<Result<_, _>>()?;
            Ok((!items.is_empty()).then_some(Value::Array(items)))
        }
        kind => raw.next().map(|(_, raw)| read(raw, kind)).transpose(),
    }
}

fn text(raw: &str, member: &Member) -> Result<String, Rejection> {
    percent_decoded(raw).ok_or(Rejection::Encoding { member: member.name })
}

/// A part of a path or query string without its percent-encoding; none if it is not UTF-8 then.
pub fn percent_decoded(raw: &str) -> Option<String> {
    percent_decode_str(raw).decode_utf8().ok().map(Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use roster_model::operations;
    use roster_model::service::Service;
    use serde_json::json;

    use super::*;

    fn read(
        operation: &str,
        labels: &[(&'static str, &str)],
        query: &str,
        body: &[u8],
    ) -> Result<Value, Rejection> {
        decode(
            operations::find(Service::Connect, operation).unwrap(),
            &Parts { labels, query, body },
        )
    }

    const LABELS: &[(&str, &str)] = &[("InstanceId", "i"), ("UserId", "arn%3Ax%2Fu")];

    #[test]
    fn labels_and_body_become_one_object() {
        let input = read(
            "UpdateUserIdentityInfo",
            LABELS,
            "",
            br#"{"IdentityInfo":{"FirstName":"M\u00fcller"}}"#,
        );
        assert_eq!(
            input.unwrap(),
            json!({"InstanceId": "i", "UserId": "arn:x/u", "IdentityInfo": {"FirstName": "Müller"}})
        );
    }

    #[test]
    fn the_body_cannot_speak_for_a_label_or_the_query() {
        let input = read(
            "UpdateUserIdentityInfo",
            &LABELS[..1],
            "",
            br#"{"UserId":"other"}"#,
        );
        assert_eq!(input.unwrap(), json!({"InstanceId": "i"}));
    }

    #[test]
    fn query_values_become_what_their_members_are() {
        assert_eq!(
            read(
                "ListUsers",
                &LABELS[..1],
                "maxResults=7&nextToken=a%2Bb+c&maxResults=9",
                b""
            )
            .unwrap(),
            json!({"InstanceId": "i", "NextToken": "a+b c", "MaxResults": 7})
        );
        assert_eq!(
            read("ListUsers", &LABELS[..1], "maxResults=many", b"").unwrap(),
            json!({"InstanceId": "i", "MaxResults": "many"})
        );
    }

    #[test]
    fn a_list_has_all_values_of_its_key() {
        let labels = &[("resourceArn", "arn%3Ax")];
        let input = read("UntagResource", labels, "tagKeys=a%20b&other=c&tagKeys=d+e", b"");
        assert_eq!(
            input.unwrap(),
            json!({"resourceArn": "arn:x", "tagKeys": ["a b", "d e"]})
        );
        assert_eq!(
            read("UntagResource", labels, "", b"").unwrap(),
            json!({"resourceArn": "arn:x"})
        );
    }

    #[test]
    fn an_operation_without_a_body_does_not_look_at_one() {
        assert_eq!(
            read("DescribeUser", LABELS, "", b"<not json>").unwrap()["InstanceId"],
            "i"
        );
    }

    #[test]
    fn what_is_not_json_is_refused_at_its_place() {
        for (body, text) in [
            (
                &br#"{"IdentityInfo":"#[..],
                "The request body is not valid JSON at line 1, column 16: it ends too early",
            ),
            (
                br"{'a':1}",
                "The request body is not valid JSON at line 1, column 2: key must be a string",
            ),
            (br#"["a"]"#, "The request body must be a JSON object"),
            (
                br#"{"a":"\ud800"}"#,
                "The request body is not valid JSON at line 1, column 13: unexpected end of hex escape",
            ),
            (
                b"{\"a\":\"\xff\"}",
                "The request body is not valid JSON at line 1, column 7: invalid unicode code point",
            ),
        ] {
            assert_eq!(
                read("UpdateUserIdentityInfo", LABELS, "", body)
                    .unwrap_err()
                    .to_string(),
                text
            );
        }
    }

    #[test]
    fn a_body_of_a_thousand_levels_is_refused() {
        let body = format!("{{\"a\":{}{}}}", "[".repeat(1000), "]".repeat(1000));
        assert!(matches!(
            read("UpdateUserIdentityInfo", LABELS, "", body.as_bytes()),
            Err(Rejection::Json { .. })
        ));
    }

    #[test]
    fn a_label_that_is_not_utf_8_is_named() {
        let rejection = read("DescribeUser", &[("InstanceId", "%ff"), ("UserId", "u")], "", b"");
        assert_eq!(rejection, Err(Rejection::Encoding { member: "InstanceId" }));
    }

    proptest! {
        #[test]
        fn no_bytes_make_decoding_panic(query in "\\PC*", label in "\\PC*", body: Vec<u8>) {
            for operation in operations::of(Service::Connect) {
                let labels: Vec<_> = operation.labels().map(|name| (name, label.as_str())).collect();
                let _ = decode(operation, &Parts { labels: &labels, query: &query, body: &body });
            }
        }
    }
}
