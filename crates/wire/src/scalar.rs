//! How simple values are written where everything is text: in query strings, forms and XML.

use std::borrow::Cow;

use roster_model::schema::Kind;
use roster_model::shapes::Timestamp;
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A text as a value of its kind; as it is, if it does not read as one, so that validation names it.
pub(crate) fn read(kind: &Kind, text: &str) -> Value {
    let value = match kind {
        Kind::Integer { .. } | Kind::Long { .. } => text.parse::<i64>().ok().map(Value::from),
        Kind::Float { .. } => float(text),
        Kind::Boolean => text.parse::<bool>().ok().map(Value::from),
        Kind::Timestamp => float(text).or_else(|| point_in_time(text)),
        Kind::NoOutput
        | Kind::Structure(_)
        | Kind::List { .. }
        | Kind::Map { .. }
        | Kind::String { .. }
        | Kind::Enum(_) => None,
    };
    value.unwrap_or_else(|| text.into())
}

/// A simple value as text. A point in time outside the years 0 to 9999 stays a number of seconds.
pub(crate) fn write<'v>(kind: &Kind, value: &'v Value) -> Cow<'v, str> {
    match (kind, value) {
        (Kind::Timestamp, Value::Number(_)) => {
            Cow::Owned(iso_8601(value).unwrap_or_else(|| value.to_string()))
        }
        (_, Value::String(text)) => Cow::Borrowed(text),
        (_, other) => Cow::Owned(other.to_string()),
    }
}

/// A number that may have a fraction; none if it is not finite.
fn float(text: &str) -> Option<Value> {
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
    number.map(Value::from)
}

fn point_in_time(text: &str) -> Option<Value> {
    let nanoseconds = OffsetDateTime::parse(text, &Rfc3339).ok()?.unix_timestamp_nanos();
    let milliseconds = i64::try_from(nanoseconds.div_euclid(1_000_000)).ok()?;
    serde_json::to_value(Timestamp { milliseconds }).ok()
}

fn iso_8601(value: &Value) -> Option<String> {
    let Timestamp { milliseconds } = serde_json::from_value(value.clone()).ok()?;
    let nanoseconds = i128::from(milliseconds) * 1_000_000;
    let time = OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).ok()?;
    time.format(&Rfc3339).ok()
}

#[cfg(test)]
mod tests {
    use roster_model::schema::Bounds;
    use serde_json::json;

    use super::*;

    const LONG: Kind = Kind::Long {
        range: Bounds { min: None, max: None },
    };

    #[test]
    fn texts_become_what_their_kinds_are() {
        assert_eq!(read(&LONG, "-7"), json!(-7));
        assert_eq!(read(&Kind::Boolean, "true"), json!(true));
        assert_eq!(read(&Kind::Enum(&["7"]), "7"), json!("7"));
    }

    #[test]
    fn what_does_not_read_stays_text() {
        for kind in [LONG, Kind::Boolean, Kind::Timestamp] {
            for text in [
                "",
                "many",
                "nan",
                "inf",
                "1e999",
                "2026-02-30T10:15:30Z",
                "2026-11-21",
            ] {
                assert_eq!(read(&kind, text), json!(text), "{kind:?}");
            }
        }
    }

    #[test]
    fn times_are_read_with_zone_and_fraction_or_as_seconds() {
        for (text, seconds) in [
            ("2026-11-21T10:15:30Z", 1_795_256_130.0),
            ("2026-11-21T11:15:30+01:00", 1_795_256_130.0),
            ("2026-11-21T10:15:30.125Z", 1_795_256_130.125),
            ("1795256130", 1_795_256_130.0),
            ("1795256130.5", 1_795_256_130.5),
            ("1969-12-31T23:59:59.750Z", -0.25),
        ] {
            assert_eq!(read(&Kind::Timestamp, text), json!(seconds), "{text}");
        }
    }

    #[test]
    fn times_are_written_as_iso_8601() {
        for (seconds, text) in [
            (json!(1_795_256_130), "2026-11-21T10:15:30Z"),
            (json!(1_795_256_130.0), "2026-11-21T10:15:30Z"),
            (json!(-0.25), "1969-12-31T23:59:59.75Z"),
            (json!(1e15), "1000000000000000.0"),
        ] {
            assert_eq!(write(&Kind::Timestamp, &seconds), text);
        }
    }
}
