//! Timestamps in output: `cli_timestamp_format`.

use std::time::{Duration, SystemTime};

use roster_client::Config;
use roster_model::schema::{Kind, Schema};
use roster_sigv4::Timestamp;
use serde_json::Value;

/// How timestamps are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Timestamps {
    /// In the form of ISO 8601.
    Iso8601,
    /// As the service sends them.
    Wire,
}

impl Timestamps {
    /// As the profile says.
    pub(crate) fn configured(config: &Config) -> Self {
        match config.setting("cli_timestamp_format") {
            Some("wire" | "none") => Self::Wire,
            Some(_) | None => Self::Iso8601,
        }
    }

    /// Gives the timestamps of a value this form.
    pub(crate) fn convert(self, schema: &Schema, value: &mut Value) {
        match self {
            Self::Iso8601 => to_iso_8601(schema, value),
            Self::Wire => {}
        }
    }
}

fn to_iso_8601(schema: &Schema, value: &mut Value) {
    match (&schema.kind, value) {
        (Kind::Structure(members), Value::Object(object)) => {
            for member in *members {
                if let Some(value) = object.get_mut(member.name) {
                    to_iso_8601(member.target.schema(), value);
                }
            }
        }
        (Kind::List { member, .. }, Value::Array(items)) => {
            for item in items {
                to_iso_8601(member.schema(), item);
            }
        }
        (Kind::Map { value: target, .. }, Value::Object(object)) => {
            for value in object.values_mut() {
                to_iso_8601(target.schema(), value);
            }
        }
        (Kind::Timestamp, value) => *value = isoformat(value.take()),
        _ => {}
    }
}

/// A timestamp as Python's `isoformat` shows it, in UTC.
fn isoformat(value: Value) -> Value {
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn timestamps_are_shown_as_python_shows_them() {
        for (seconds, shown) in [
            (json!(1_700_000_000), "2023-11-14T22:13:20+00:00"),
            (json!(1_700_000_000.5), "2023-11-14T22:13:20.500000+00:00"),
            (json!(-0.25), "1969-12-31T23:59:59.750000+00:00"),
            (json!("2023-11-14T22:13:20Z"), "2023-11-14T22:13:20+00:00"),
        ] {
            assert_eq!(isoformat(seconds), json!(shown));
        }
    }
}
