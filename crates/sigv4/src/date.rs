//! Times as signatures write them: ISO 8601 basic format, UTC, whole seconds.

use std::fmt;
use std::time::{Duration, SystemTime};

const SECONDS_PER_DAY: i64 = 86_400;

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
        let (year, month, day) = (digits(&bytes[..4])?, digits(&bytes[4..6])?, digits(&bytes[6..8])?);
        let (hour, minute, second) = (
            digits(&bytes[9..11])?,
            digits(&bytes[11..13])?,
            digits(&bytes[13..15])?,
        );
        let days = days_since_epoch(year, month, day);
        let exists = civil_date(days) == (year, month, day) && hour < 24 && minute < 60 && second < 60;
        exists.then_some(Self {
            unix_seconds: days * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second,
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
        let (year, month, day) = civil_date(self.unix_seconds.div_euclid(SECONDS_PER_DAY));
        let second = self.unix_seconds.rem_euclid(SECONDS_PER_DAY);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        write!(f, "{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
    }
}

fn whole_seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)
}

fn digits(bytes: &[u8]) -> Option<i64> {
    bytes.iter().try_fold(0, |number, byte| {
        byte.is_ascii_digit()
            .then(|| number * 10 + i64::from(byte - b'0'))
    })
}

// The next two follow Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms": years begin in March,
// so that the leap day is the last of its year, and repeat every 400 years, which are 146,097 days.

fn days_since_epoch(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn civil_date(days_since_epoch: i64) -> (i64, i64, i64) {
    let days = days_since_epoch + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (year, month) = if month < 10 {
        (0, month + 3)
    } else {
        (1, month - 9)
    };
    (era * 400 + year_of_era + year, month, day)
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
