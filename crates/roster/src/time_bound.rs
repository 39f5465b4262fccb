//! Times on the command line, absolute or as an age.

use std::time::{Duration, SystemTime};

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// The units of a length of time, in seconds.
const UNITS: [(char, u64); 5] = [('s', 1), ('m', 60), ('h', 3600), ('d', 86_400), ('w', 604_800)];

/// A bound of a time range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimeBound {
    /// This time.
    At(SystemTime),
    /// This long ago.
    Ago(Duration),
}

impl TimeBound {
    /// Parses `2026-11-21T10:15:30Z` or `36h`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if let Ok(time) = OffsetDateTime::parse(text, &Rfc3339) {
            return Ok(Self::At(time.into()));
        }
        length(text).map(Self::Ago).ok_or_else(|| {
            "neither a time such as 2026-11-21T10:15:30Z nor a length of time such as 36h or 7d".to_owned()
        })
    }

    /// The time that the bound means now.
    pub(crate) fn time(self, now: SystemTime) -> SystemTime {
        match self {
            Self::At(time) => time,
            Self::Ago(length) => now.checked_sub(length).unwrap_or(SystemTime::UNIX_EPOCH),
        }
    }
}

/// Parses a duration such as `36h` or `7d`.
pub(crate) fn length(text: &str) -> Option<Duration> {
    UNITS.iter().find_map(|(unit, seconds)| {
        let count: u64 = text.strip_suffix(*unit)?.parse().ok()?;
        Some(Duration::from_secs(count.checked_mul(*seconds)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_durations_are_parsed() {
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_256_130);
        assert_eq!(TimeBound::parse("2026-11-21T10:15:30Z"), Ok(TimeBound::At(at)));
        assert_eq!(
            TimeBound::parse("90m"),
            Ok(TimeBound::Ago(Duration::from_mins(90)))
        );
        assert_eq!(
            TimeBound::parse("7d").map(|since| since.time(at)),
            Ok(at - Duration::from_hours(168))
        );
        for text in ["", "yesterday", "h", "-1h", "99999999999999999999w", "2026-11-21"] {
            assert!(TimeBound::parse(text).is_err(), "{text}");
        }
    }
}
