//! Times as signatures write them: ISO 8601 basic format, UTC, whole seconds.

use std::fmt;
use std::ops::{Add, Mul};
use std::time::{Duration, SystemTime};

use time::{Date, Month, OffsetDateTime};

/// A second in UTC, between the years 0000 and 9999; displayed as `20261121T101530Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    unix_seconds: i64,
}

impl Timestamp {
    const MIN: i64 = -62_167_219_200;
    const MAX: i64 = 253_402_300_799;

    /// Reads `yyyymmddThhmmssZ`; `None` for any other form and for days or hours that do not exist.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: &[u8; 16] = text.as_bytes().try_into().ok()?;
        if bytes[8] != b'T' || bytes[15] != b'Z' {
            return None;
        }
        let month = Month::try_from(digits::<u8>(&bytes[4..6])?).ok()?;
        let date = Date::from_calendar_date(digits(&bytes[..4])?, month, digits(&bytes[6..8])?).ok()?;
        let (hour, minute, second) = (
            digits(&bytes[9..11])?,
            digits(&bytes[11..13])?,
            digits(&bytes[13..15])?,
        );
        let time = date.with_hms(hour, minute, second).ok()?;
        Some(Self {
            unix_seconds: time.assume_utc().unix_timestamp(),
        })
    }

    pub(crate) fn minus(self, duration: Duration) -> Self {
        Self::clamped(self.unix_seconds.saturating_sub(whole_seconds(duration)))
    }

    pub(crate) fn plus(self, duration: Duration) -> Self {
        Self::clamped(self.unix_seconds.saturating_add(whole_seconds(duration)))
    }

    fn clamped(unix_seconds: i64) -> Self {
        Self {
            unix_seconds: unix_seconds.clamp(Self::MIN, Self::MAX),
        }
    }
}

/// Drops the fraction of the second.
impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let unix_seconds = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => whole_seconds(since),
            Err(before) => -whole_seconds(before.duration() + Duration::from_nanos(999_999_999)),
        };
        Self::clamped(unix_seconds)
    }
}

impl From<Timestamp> for SystemTime {
    fn from(Timestamp { unix_seconds }: Timestamp) -> Self {
        let distance = Duration::from_secs(unix_seconds.unsigned_abs());
        if unix_seconds < 0 {
            Self::UNIX_EPOCH - distance
        } else {
            Self::UNIX_EPOCH + distance
        }
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = OffsetDateTime::from_unix_timestamp(self.unix_seconds).map_err(|_| fmt::Error)?;
        let (year, month, day) = (time.year(), u8::from(time.month()), time.day());
        let (hour, minute, second) = time.to_hms();
        write!(f, "{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
    }
}

fn whole_seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)
}

/// A number of ASCII digits, which the type has room for.
fn digits<T: From<u8> + Add<Output = T> + Mul<Output = T>>(bytes: &[u8]) -> Option<T> {
    bytes.iter().try_fold(T::from(0), |number, byte| {
        let digit = byte.is_ascii_digit().then(|| byte - b'0')?;
        Some(number * T::from(10) + T::from(digit))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_seconds_read_and_write_as_aws_writes_them() {
        for (text, unix_seconds) in [
            ("00000101T000000Z", Timestamp::MIN),
            ("19700101T000000Z", 0),
            ("20150830T123600Z", 1_440_938_160),
            ("20240229T235959Z", 1_709_251_199),
            ("20261121T101530Z", 1_795_256_130),
            ("99991231T235959Z", Timestamp::MAX),
        ] {
            assert_eq!(Timestamp::parse(text), Some(Timestamp { unix_seconds }), "{text}");
            assert_eq!(Timestamp { unix_seconds }.to_string(), text);
        }
    }

    #[test]
    fn anything_but_an_existing_second_in_basic_format_is_refused() {
        for text in [
            "",
            "20261121",
            "2026-11-21T10:15:30Z",
            "Sat, 21 Nov 2026 10:15:30 GMT",
            "20261121 101530Z",
            "20261121T101530",
            "20261121T101530z",
            "20261121T1015+0Z",
            "20261121T10153٣Z",
            "20260229T000000Z",
            "20261301T000000Z",
            "20260001T000000Z",
            "20261100T000000Z",
            "20261131T000000Z",
            "20261121T240000Z",
            "20261121T236000Z",
            "20261121T235960Z",
        ] {
            assert_eq!(Timestamp::parse(text), None, "{text}");
        }
    }

    #[test]
    fn system_times_lose_their_fraction_also_before_1970() {
        let half = Duration::from_millis(500);
        assert_eq!(
            Timestamp::from(SystemTime::UNIX_EPOCH + half).to_string(),
            "19700101T000000Z"
        );
        assert_eq!(
            Timestamp::from(SystemTime::UNIX_EPOCH - half).to_string(),
            "19691231T235959Z"
        );
    }

    proptest! {
        #[test]
        fn every_second_reads_back(unix_seconds in Timestamp::MIN..=Timestamp::MAX) {
            let timestamp = Timestamp { unix_seconds };
            prop_assert_eq!(Timestamp::parse(&timestamp.to_string()), Some(timestamp));
            prop_assert_eq!(Timestamp::from(SystemTime::from(timestamp)), timestamp);
        }
    }
}
