//! Points in time.

use std::ops::Add;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::schema::{Kind, Schema, Shape};

/// A point in time, in milliseconds since the Unix epoch; on the wire a number of seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp {
    /// Milliseconds since the epoch.
    pub milliseconds: i64,
}

impl Shape for Timestamp {
    fn schema() -> &'static Schema {
        &Schema {
            name: "Timestamp",
            documentation: "",
            sensitive: false,
            personal: false,
            kind: Kind::Timestamp,
        }
    }
}

impl Add<Duration> for Timestamp {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        let milliseconds = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        Self {
            milliseconds: self.milliseconds.saturating_add(milliseconds),
        }
    }
}

impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let milliseconds = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_millis()).unwrap_or(i64::MAX),
            Err(before) => i64::try_from(before.duration().as_millis()).map_or(i64::MIN, |ms| -ms),
        };
        Self { milliseconds }
    }
}

impl From<Timestamp> for SystemTime {
    fn from(time: Timestamp) -> Self {
        let distance = Duration::from_millis(time.milliseconds.unsigned_abs());
        if time.milliseconds < 0 {
            UNIX_EPOCH - distance
        } else {
            UNIX_EPOCH + distance
        }
    }
}

impl Serialize for Timestamp {
    #[allow(
        clippy::cast_precision_loss,
        reason = "milliseconds stay below 2^53 for 280,000 years"
    )]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.milliseconds as f64 / 1000.0)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    #[allow(clippy::cast_possible_truncation, reason = "a float cast saturates")]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let seconds = f64::deserialize(deserializer)?;
        Ok(Self {
            milliseconds: (seconds * 1000.0).round() as i64,
        })
    }
}
