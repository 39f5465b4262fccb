//! Timestamps in output: `cli_timestamp_format`.

use std::cell::LazyCell;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use roster_client::Config;
use roster_model::schema::{Kind, Schema};
use serde_json::Value;

use crate::failure::Failure;

/// How timestamps are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Timestamps {
    /// In the form of ISO 8601, in the time zone of the machine.
    Iso8601,
    /// As the service sends them.
    Wire,
}

impl Timestamps {
    /// As the profile says.
    pub(crate) fn configured(config: &Config) -> Result<Self, Failure> {
        match config.setting("cli_timestamp_format") {
            Some("wire") => Ok(Self::Wire),
            Some("iso8601") | None => Ok(Self::Iso8601),
            Some(other) => {
                let message = format!(
                    "Unknown cli_timestamp_format value: {other}, valid values are \"wire\" or \"iso8601\""
                );
                Err(Failure::Configuration("Configuration", message))
            }
        }
    }

    /// Gives the timestamps of a value this form.
    pub(crate) fn convert(self, schema: &Schema, value: &mut Value) {
        match self {
            Self::Iso8601 => to_iso_8601(schema, value, &LazyCell::new(TimeZone::system)),
            Self::Wire => {}
        }
    }
}

/// The time zone of the machine, looked up for the first time that is shown.
type Zone = LazyCell<TimeZone>;

fn to_iso_8601(schema: &Schema, value: &mut Value, zone: &Zone) {
    match (&schema.kind, value) {
        (Kind::Structure(members), Value::Object(object)) => {
            for member in *members {
                if let Some(value) = object.get_mut(member.name) {
                    to_iso_8601(member.target.schema(), value, zone);
                }
            }
        }
        (Kind::List { member, .. }, Value::Array(items)) => {
            for item in items {
                to_iso_8601(member.schema(), item, zone);
            }
        }
        (Kind::Map { value: target, .. }, Value::Object(object)) => {
            for value in object.values_mut() {
                to_iso_8601(target.schema(), value, zone);
            }
        }
        (Kind::Timestamp, value) => *value = isoformat(value.take(), zone),
        _ => {}
    }
}

/// A timestamp as Python's `isoformat` shows it: a number as local time, a text with the offset that it has.
fn isoformat(value: Value, zone: &TimeZone) -> Value {
    let seconds = match &value {
        Value::String(text) => match text.parse() {
            Ok(seconds) => Some(seconds),
            Err(_) => {
                let in_utc = text.ends_with('Z').then(|| text.parse().ok()).flatten();
                let in_utc = in_utc.map(|time: Timestamp| shown_in(time, &TimeZone::UTC));
                return Value::from(in_utc.unwrap_or_else(|| text.clone()));
            }
        },
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            value.as_f64()
        }
    };
    let shown = seconds.and_then(|seconds| iso_8601(seconds, zone));
    shown.map_or(value, Value::from)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "beyond the greatest number there is no timestamp either"
)]
fn iso_8601(seconds: f64, zone: &TimeZone) -> Option<String> {
    let microseconds = (seconds * 1e6).round_ties_even() as i64;
    let time = Timestamp::from_microsecond(microseconds).ok()?;
    Some(shown_in(time, zone))
}

fn shown_in(time: Timestamp, zone: &TimeZone) -> String {
    let local = time.to_zoned(zone.clone());
    let form = if local.subsec_nanosecond() == 0 {
        "%Y-%m-%dT%H:%M:%S%:z"
    } else {
        "%Y-%m-%dT%H:%M:%S.%6f%:z"
    };
    local.strftime(form).to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn timestamps_are_shown_as_python_shows_them_in_local_time() {
        for (seconds, in_utc, in_berlin) in [
            (
                json!(1_700_000_000),
                "2023-11-14T22:13:20+00:00",
                "2023-11-14T23:13:20+01:00",
            ),
            (
                json!("1690000000"),
                "2023-07-22T04:26:40+00:00",
                "2023-07-22T06:26:40+02:00",
            ),
            (
                json!(1_700_000_000.5),
                "2023-11-14T22:13:20.500000+00:00",
                "2023-11-14T23:13:20.500000+01:00",
            ),
            (
                json!(-0.25),
                "1969-12-31T23:59:59.750000+00:00",
                "1970-01-01T00:59:59.750000+01:00",
            ),
            (
                json!("2023-11-14T22:13:20Z"),
                "2023-11-14T22:13:20+00:00",
                "2023-11-14T22:13:20+00:00",
            ),
            (
                json!("2023-11-14T22:13:20.13Z"),
                "2023-11-14T22:13:20.130000+00:00",
                "2023-11-14T22:13:20.130000+00:00",
            ),
            (
                json!("2023-11-14T22:13:20+01:00"),
                "2023-11-14T22:13:20+01:00",
                "2023-11-14T22:13:20+01:00",
            ),
        ] {
            let berlin = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
            assert_eq!(isoformat(seconds.clone(), &TimeZone::UTC), json!(in_utc));
            assert_eq!(isoformat(seconds, &berlin), json!(in_berlin));
        }
        assert_eq!(isoformat(json!(1e300), &TimeZone::UTC), json!(1e300));
    }
}
