//! Points in time on the command line.

use std::time::{Duration, SystemTime};

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A point in time, as it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Time {
    /// This one.
    At(SystemTime),
    /// So long ago.
    Ago(Duration),
}

impl Time {
    /// Reads `2026-11-21T10:15:30Z`, `2026-11-21`, or `90s`, `15m`, `2h`, `7d` for so long ago.
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let ago = || {
            let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
            let seconds = match unit {
                "s" => 1,
                "m" => 60,
                "h" => 60 * 60,
                "d" => 24 * 60 * 60,
                _ => return None,
            };
            let number: u32 = number.parse().ok()?;
            Some(Self::Ago(Duration::from_secs(u64::from(number) * seconds)))
        };
        let at = || OffsetDateTime::parse(text, &Rfc3339).ok();
        let day = || {
            let midnight = format!("{text}T00:00:00Z");
            OffsetDateTime::parse(&midnight, &Rfc3339).ok()
        };
        ago()
            .or_else(|| at().or_else(day).map(|time| Self::At(time.into())))
            .ok_or("say a time as 2026-11-21T10:15:30Z or 2026-11-21, or how long ago as 90s, 15m, 2h or 7d")
    }

    /// The point itself, at a given present.
    pub(crate) fn before(self, now: SystemTime) -> SystemTime {
        match self {
            Self::At(time) => time,
            Self::Ago(duration) => now.checked_sub(duration).unwrap_or(SystemTime::UNIX_EPOCH),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_a_point_or_so_long_ago() {
        let second = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        let now = second(1_795_256_130);
        for (text, expected) in [
            ("2026-11-21T10:15:30Z", now),
            ("2026-11-21T11:15:30+01:00", now),
            ("2026-11-21", second(1_795_219_200)),
            ("90s", second(1_795_256_040)),
            ("2h", second(1_795_248_930)),
        ] {
            assert_eq!(
                Time::parse(text).map(|time| time.before(now)),
                Ok(expected),
                "{text}"
            );
        }
        for nonsense in ["", "s", "yesterday", "2h30m", "-1h", "10:15", "2026-13-01", "é"] {
            assert!(Time::parse(nonsense).is_err(), "{nonsense}");
        }
    }
}
