//! Times in names and in digest files: in UTC, to the second.

use roster_model::shapes::Timestamp;
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

const DISPLAYED: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");

/// The second of a time.
pub(crate) fn second(time: Timestamp) -> OffsetDateTime {
    let seconds = time.milliseconds.div_euclid(1000);
    OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

/// A time in a format.
pub(crate) fn text(time: OffsetDateTime, format: &[BorrowedFormatItem<'_>]) -> String {
    time.format(format).unwrap_or_default()
}

/// Times as digest files have them.
pub(crate) mod displayed {
    use serde::{Deserialize, Deserializer, Serializer};
    use time::{OffsetDateTime, PrimitiveDateTime};

    use super::{DISPLAYED, text};

    /// The text of a time.
    pub(crate) fn of(time: OffsetDateTime) -> String {
        text(time, DISPLAYED)
    }

    pub(crate) fn serialize<S: Serializer>(time: &OffsetDateTime, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&of(*time))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<OffsetDateTime, D::Error> {
        let text = String::deserialize(deserializer)?;
        let time = PrimitiveDateTime::parse(&text, DISPLAYED).map_err(serde::de::Error::custom)?;
        Ok(time.assume_utc())
    }
}
