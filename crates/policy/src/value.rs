//! Values as the operators read them: numbers, times, booleans, bytes, addresses.
//!
//! Source: IAM User Guide, "IAM JSON policy elements: Condition operators" (read November 2026).

use std::net::IpAddr;
use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ipnet::IpNet;
use time::{Date, Month, OffsetDateTime, Time, UtcOffset};

use crate::Value;

/// An integer or decimal number.
pub(crate) fn number(text: &str) -> Option<f64> {
    let written_out = text
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'));
    written_out.then(|| text.parse().ok()).flatten()
}

pub(crate) fn boolean(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

pub(crate) fn bytes(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// An address range; a bare address is a range of one.
pub(crate) fn network(text: &str) -> Option<IpNet> {
    text.parse()
        .or_else(|_| text.parse::<IpAddr>().map(IpNet::from))
        .ok()
}

/// A time in nanoseconds since 1970: a W3C form of ISO 8601 (`2026`, `2026-11-21`, `2026-11-21T10:15:30Z`,
/// `…T10:15+01:00`, …), or seconds since 1970.
pub(crate) fn instant(text: &str) -> Option<i128> {
    if let Ok(seconds) = text.parse::<i64>()
        && text.len() != 4
    {
        return Some(i128::from(seconds) * NANOSECONDS);
    }
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let date = calendar_date(date)?;
    let (time, offset) = match time {
        Some(time) => time_and_offset(time)?,
        None => (Time::MIDNIGHT, UtcOffset::UTC),
    };
    Some(OffsetDateTime::new_in_offset(date, time, offset).unix_timestamp_nanos())
}

const NANOSECONDS: i128 = 1_000_000_000;

fn calendar_date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let year = digits(parts.next()?, 4)?;
    let month = parts.next().map_or(Some(1), |month| digits(month, 2))?;
    let day = parts.next().map_or(Some(1), |day| digits(day, 2))?;
    if parts.next().is_some() {
        return None;
    }
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    Date::from_calendar_date(i32::try_from(year).ok()?, month, u8::try_from(day).ok()?).ok()
}

fn time_and_offset(text: &str) -> Option<(Time, UtcOffset)> {
    let zone = text.find(['Z', '+', '-'])?;
    let (clock, zone) = text.split_at(zone);
    let (clock, nanosecond) = match clock.split_once('.') {
        Some((clock, fraction)) => (clock, nanoseconds(fraction)?),
        None => (clock, 0),
    };
    let mut parts = clock.split(':');
    let mut part = || parts.next().map(|part| digits(part, 2));
    let (hour, minute) = (part()??, part()??);
    let second = part().unwrap_or(Some(0))?;
    if parts.next().is_some() {
        return None;
    }
    let small = |number: u32| u8::try_from(number).ok();
    let time = Time::from_hms_nano(small(hour)?, small(minute)?, small(second)?, nanosecond).ok()?;
    Some((time, offset(zone)?))
}

/// `Z`, `+01:00`, `-05:30`.
fn offset(text: &str) -> Option<UtcOffset> {
    if text == "Z" {
        return Some(UtcOffset::UTC);
    }
    let (hours, minutes) = text[1..].split_once(':')?;
    let hours = i8::try_from(digits(hours, 2)?).ok()?;
    let minutes = i8::try_from(digits(minutes, 2)?)
        .ok()
        .filter(|minutes| *minutes < 60)?;
    let sign = if text.starts_with('-') { -1 } else { 1 };
    UtcOffset::from_hms(sign * hours, sign * minutes, 0).ok()
}

fn nanoseconds(fraction: &str) -> Option<u32> {
    let kept = fraction.get(..fraction.len().min(9))?;
    let scale = 10_u32.pow(u32::try_from(9 - kept.len()).ok()?);
    digits(fraction.get(kept.len()..)?, fraction.len() - kept.len())?;
    Some(digits(kept, kept.len())? * scale)
}

/// The number that exactly `count` digits write; none at all write zero.
fn digits(text: &str, count: usize) -> Option<u32> {
    if text.len() != count || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if text.is_empty() {
        return Some(0);
    }
    text.parse().ok()
}

fn nanoseconds_since_1970(time: SystemTime) -> i128 {
    let nanoseconds = |duration: Duration| i128::try_from(duration.as_nanos()).unwrap_or(i128::MAX);
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => nanoseconds(since),
        Err(before) => -nanoseconds(before.duration()),
    }
}

/// `2026-11-21T10:15:30Z`, the seconds whole.
pub(crate) fn iso_8601(time: SystemTime) -> String {
    let Ok(time) = OffsetDateTime::from_unix_timestamp_nanos(nanoseconds_since_1970(time)) else {
        return String::new(); // beyond the year 9999, where ISO 8601 has no such text
    };
    let (date, clock) = (time.date(), time.time());
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        date.year(),
        u8::from(date.month()),
        date.day(),
        clock.hour(),
        clock.minute(),
        clock.second()
    )
}

impl Value<'_> {
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            Self::Text(text) => number(text),
            #[expect(clippy::cast_precision_loss, reason = "policies compare decimal numbers")]
            Self::Number(value) => Some(*value as f64),
            Self::Bool(_) | Self::Time(_) | Self::Address(_) => None,
        }
    }

    pub(crate) fn instant(&self) -> Option<i128> {
        match self {
            Self::Text(text) => instant(text),
            Self::Number(seconds) => Some(i128::from(*seconds) * NANOSECONDS),
            Self::Time(time) => Some(nanoseconds_since_1970(*time)),
            Self::Bool(_) | Self::Address(_) => None,
        }
    }

    pub(crate) fn boolean(&self) -> Option<bool> {
        match self {
            Self::Text(text) => boolean(text),
            Self::Bool(value) => Some(*value),
            Self::Number(_) | Self::Time(_) | Self::Address(_) => None,
        }
    }

    pub(crate) fn bytes(&self) -> Option<Vec<u8>> {
        match self {
            Self::Text(text) => bytes(text),
            Self::Bool(_) | Self::Number(_) | Self::Time(_) | Self::Address(_) => None,
        }
    }

    /// An IPv4 address that came over IPv6 is the IPv4 address.
    pub(crate) fn address(&self) -> Option<IpAddr> {
        let address: IpAddr = match self {
            Self::Text(text) => text.parse().ok()?,
            Self::Address(address) => *address,
            Self::Bool(_) | Self::Number(_) | Self::Time(_) => return None,
        };
        Some(address.to_canonical())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_time_is_read() {
        let second = |text: &str| instant(text).map(|nanoseconds| nanoseconds / NANOSECONDS);

        for text in [
            "2026-11-21T10:15:30Z",
            "2026-11-21T11:15:30+01:00",
            "2026-11-21T04:45:30.999999999999-05:30",
            "1795256130",
        ] {
            assert_eq!(second(text), Some(1_795_256_130), "{text}");
        }
        assert_eq!(second("2026-11-21"), second("2026-11-21T00:00Z"));
        assert_eq!(second("2026-11"), second("2026-11-01T00:00:00Z"));
        assert_eq!(second("2026"), second("2026-01-01T00:00:00.0Z"));
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "tomorrow",
            "2026-13",
            "2026-02-30",
            "2026-11-21T25:00Z",
            "2026-11-21T10:15:30",
            "2026-11-21T10Z",
            "2026-11-21T10:15:30+1",
            "2026-11-21T10:15:30+01:60",
            "26-11-21",
            "2026-11-21-01",
            "2026-*",
            "2026-11-21T10:15:30é",
        ] {
            assert_eq!(instant(text), None, "{text}");
        }
    }

    #[test]
    fn a_time_is_written_as_it_is_read() {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_256_130);

        assert_eq!(iso_8601(time), "2026-11-21T10:15:30Z");
        assert_eq!(instant(&iso_8601(time)), Value::Time(time).instant());
    }

    #[test]
    fn a_number_is_written_out() {
        assert_eq!(number("-12.50"), Some(-12.5));
        for text in ["", "ten", "1e3", "inf", "NaN", "1-2", "0x10", "1 "] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
