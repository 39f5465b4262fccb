//! Points in time in requests: every form that botocore takes, and the forms in which they travel.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;
use serde_json::Value;

/// The point in time that a value means: seconds since 1970 as a number or as text, or a date in the form of
/// ISO 8601 or RFC 2822. Without an offset it is in UTC; without a time it is midnight.
pub(crate) fn parse(value: &Value) -> Option<Timestamp> {
    match value {
        Value::Number(number) => from_seconds(number.as_f64()?),
        Value::String(text) => parse_text(text.trim()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// In a body: whole seconds.
pub(crate) fn in_body(timestamp: Timestamp) -> Value {
    Value::from(timestamp.as_second())
}

/// In a query: ISO 8601.
pub(crate) fn in_query(timestamp: Timestamp) -> String {
    let form = if timestamp.subsec_microsecond() > 0 {
        "%Y-%m-%dT%H:%M:%S.%6fZ"
    } else {
        "%Y-%m-%dT%H:%M:%SZ"
    };
    timestamp.strftime(form).to_string()
}

/// In a header: RFC 822, as HTTP has it.
pub(crate) fn in_header(timestamp: Timestamp) -> String {
    timestamp.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

fn parse_text(text: &str) -> Option<Timestamp> {
    let seconds = || from_seconds(text.parse().ok()?);
    let in_utc = || {
        Some(
            text.parse::<DateTime>()
                .ok()?
                .to_zoned(TimeZone::UTC)
                .ok()?
                .timestamp(),
        )
    };
    seconds()
        .or_else(|| text.parse().ok())
        .or_else(in_utc)
        .or_else(|| rfc2822::parse(text).ok().map(|zoned| zoned.timestamp()))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a number that is too large becomes the greatest, which is no timestamp"
)]
fn from_seconds(seconds: f64) -> Option<Timestamp> {
    let microseconds = (seconds * 1e6).round();
    microseconds
        .is_finite()
        .then(|| Timestamp::from_microsecond(microseconds as i64).ok())?
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_form_of_a_timestamp_is_read() {
        for value in [
            json!(1_700_000_000),
            json!("1700000000"),
            json!("2023-11-14T22:13:20Z"),
            json!("2023-11-14T22:13:20"),
            json!("2023-11-14 22:13:20"),
            json!("2023-11-14T23:13:20+01:00"),
            json!("20231114T221320Z"),
            json!("Tue, 14 Nov 2023 22:13:20 GMT"),
        ] {
            assert_eq!(parse(&value).map(in_body), Some(json!(1_700_000_000)), "{value}");
        }
        assert_eq!(
            parse(&json!("2023-11-14")).map(in_body),
            Some(json!(1_699_920_000))
        );
        for value in [json!("soon"), json!(""), json!(null), json!(true), json!(1e300)] {
            assert_eq!(parse(&value), None, "{value}");
        }
    }

    #[test]
    fn a_timestamp_travels_in_the_form_of_its_place() {
        let timestamp = parse(&json!(1_700_000_000.25)).unwrap();
        assert_eq!(in_body(timestamp), json!(1_700_000_000));
        assert_eq!(in_query(timestamp), "2023-11-14T22:13:20.250000Z");
        assert_eq!(in_query(parse(&json!(0)).unwrap()), "1970-01-01T00:00:00Z");
        assert_eq!(in_header(timestamp), "Tue, 14 Nov 2023 22:13:20 GMT");
    }
}
