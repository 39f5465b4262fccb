//! When contacts are taken. Sources: the API reference on `CreateHoursOfOperation` and the administrator guide, for days and
//! times; that a time zone is known by its form alone is Roster's own.

use roster_model::ops::connect::hours_of_operations::{
    Hours24Format, HoursOfOperationConfig, HoursOfOperationConfigList, HoursOfOperationTimeSlice,
    MinutesLimit60,
};

use super::breach::{Breach, Fault};
use crate::records::DayHours;
use crate::truncate_chars;

const MINUTES_PER_HOUR: u16 = 60;

/// How long the name of a time zone may be, in characters: longer than any.
const TIME_ZONE: usize = 64;

/// What is wrong with hours in a time zone.
pub fn breaches(zone: &str, hours: &[DayHours]) -> Vec<Breach> {
    let is_reversed = |hours: &&DayHours| hours.end_minute != 0 && hours.end_minute <= hours.start_minute;
    let reversed = hours.iter().filter(is_reversed).map(|hours| Breach {
        member: "Config",
        fault: Fault::EndsBeforeStart { day: hours.day },
    });
    time_zone(zone).into_iter().chain(reversed).collect()
}

/// The hours, day by day, as they are stored.
pub fn stored(wanted: &HoursOfOperationConfigList) -> Vec<DayHours> {
    let hours = |wanted: &HoursOfOperationConfig| DayHours {
        day: wanted.day,
        start_minute: minute(&wanted.start_time),
        end_minute: minute(&wanted.end_time),
    };
    wanted.iter().map(hours).collect()
}

/// Minutes after midnight. The bounds of the shapes leave no others.
fn minute(time: &HoursOfOperationTimeSlice) -> u16 {
    let part = |number: i32| u16::try_from(number).unwrap_or(0);
    let hours = part(*time.hours).saturating_mul(MINUTES_PER_HOUR);
    hours.saturating_add(part(*time.minutes))
}

/// The hours, day by day, as answers have them.
pub fn shown(hours: &[DayHours]) -> HoursOfOperationConfigList {
    let config = |hours: &DayHours| HoursOfOperationConfig {
        day: hours.day,
        start_time: time(hours.start_minute),
        end_time: time(hours.end_minute),
    };
    HoursOfOperationConfigList(hours.iter().map(config).collect())
}

fn time(minute: u16) -> HoursOfOperationTimeSlice {
    HoursOfOperationTimeSlice {
        hours: Hours24Format((minute / MINUTES_PER_HOUR).into()),
        minutes: MinutesLimit60((minute % MINUTES_PER_HOUR).into()),
    }
}

/// What is wrong with a time zone: it must have the form of a name in the time zone database of IANA, such as `UTC`,
/// `Europe/Berlin` or `Etc/GMT+5`.
fn time_zone(name: &str) -> Option<Breach> {
    let is_part = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_alphabetic())
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_+-".contains(&byte))
    };
    let is_name = name.len() <= TIME_ZONE && name.split('/').all(is_part);
    (!is_name).then(|| Breach {
        member: "TimeZone",
        fault: Fault::NotATimeZone {
            value: truncate_chars(name, TIME_ZONE).to_owned(),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_time_zones_have_a_form() {
        for name in [
            "UTC",
            "Europe/Berlin",
            "America/Argentina/Buenos_Aires",
            "Etc/GMT+5",
            "EST5EDT",
        ] {
            assert_eq!(time_zone(name), None, "{name}");
        }
        for name in [
            "",
            "Europe/",
            "/Berlin",
            "Europe Berlin",
            "+01:00",
            "Europe/Zürich",
            &"a".repeat(65),
        ] {
            assert!(time_zone(name).is_some(), "{name}");
        }
    }
}
