//! Times in a chain: they never run backwards, whatever the clock does.

use std::borrow::Cow;

use roster_model::shapes::Timestamp;

use super::AuditRecord;

impl AuditRecord {
    /// The record as a chain takes it whose last record is of the time `latest`.
    pub fn not_before(&self, latest: Timestamp) -> Cow<'_, Self> {
        if self.time < latest {
            Cow::Owned(self.clone().at(latest))
        } else {
            Cow::Borrowed(self)
        }
    }

    /// The record at a time of its chain. If that is another time than the clock's, this stays beside it.
    #[must_use]
    pub fn at(self, time: Timestamp) -> Self {
        let by_clock = self.by_clock();
        Self {
            time,
            clock_time: (by_clock != time).then_some(by_clock),
            ..self
        }
    }

    /// When the request was decided, by the clock.
    pub fn by_clock(&self) -> Timestamp {
        self.clock_time.unwrap_or(self.time)
    }

    /// When the request arrived, by the clock.
    pub fn arrived(&self) -> Timestamp {
        self.arrival_time.unwrap_or_else(|| self.by_clock())
    }
}

/// Times between which records are looked for; both ends belong to them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimeRange {
    /// The first; none if there is no first.
    pub since: Option<Timestamp>,
    /// The last; none if there is no last.
    pub until: Option<Timestamp>,
}

impl TimeRange {
    /// Whether a record belongs to these times at the time `now`. It belongs to them by its `time`. If that is ahead of the
    /// clock, because the clock was set back, the record also belongs to a range that ends earlier, but not before its time by
    /// the clock. Otherwise a search for the last minutes would find nothing until the clock has caught up.
    pub fn includes(&self, record: &AuditRecord, now: Timestamp) -> bool {
        let end = if record.time > now {
            record.by_clock().min(record.time)
        } else {
            record.time
        };
        self.since.is_none_or(|since| since <= record.time) && self.until.is_none_or(|until| end <= until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(milliseconds: i64) -> Timestamp {
        Timestamp { milliseconds }
    }

    fn record(milliseconds: i64) -> AuditRecord {
        AuditRecord {
            time: at(milliseconds),
            ..AuditRecord::default()
        }
    }

    #[test]
    fn a_record_of_a_clock_that_was_set_back_gets_the_time_of_its_predecessor() {
        let record = record(5);

        let chained = record.not_before(at(7));

        assert_eq!((chained.time, chained.clock_time), (at(7), Some(at(5))));
        assert_eq!(chained.by_clock(), at(5));
        assert_eq!(chained.not_before(at(9)).clock_time, Some(at(5)));
    }

    #[test]
    fn a_record_that_comes_later_than_its_predecessor_keeps_its_time() {
        for latest in [4, 5] {
            let record = record(5);
            let chained = record.not_before(at(latest));
            assert_eq!((chained.time, chained.clock_time), (at(5), None));
        }
    }

    fn range(since: i64, until: i64) -> TimeRange {
        TimeRange {
            since: Some(at(since)),
            until: Some(at(until)),
        }
    }

    #[test]
    fn both_ends_belong_to_a_range() {
        for (milliseconds, included) in [(49, false), (50, true), (60, true), (61, false)] {
            assert_eq!(range(50, 60).includes(&record(milliseconds), at(1_000)), included);
        }
        assert!(TimeRange::default().includes(&record(50), at(0)));
    }

    #[test]
    fn a_record_ahead_of_the_clock_is_found_as_it_was_by_the_clock_until_that_has_caught_up() {
        let ahead = record(100).at(at(1_000));
        for (range, now, included) in [
            (range(50, 99), 200, false),
            (range(50, 100), 200, true),
            // A poller that has read up to 150 has not read a later record of a clock that ran behind.
            (range(150, 160), 200, true),
            (range(50, 100), 1_000, false),
            (range(1_000, 1_000), 1_000, true),
        ] {
            assert_eq!(range.includes(&ahead, at(now)), included, "{range:?} at {now}");
        }
    }
}
