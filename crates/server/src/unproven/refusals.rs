//! Refusals of requests that prove nothing, counted by source, service, code and minute.

use std::collections::HashMap;
use std::mem;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use roster_domain::audit::AuditRecord;
use roster_model::service::Service;
use roster_sigv4::Timestamp;

use crate::minute::Minute;
use crate::source::Source;

/// How many counts are kept in a minute; what comes from further sources is counted as one.
const KEPT: usize = 4096;

/// The source in records about sources that no longer fit in memory.
const OTHERS: &str = "other addresses";

/// The refusals of a minute.
#[derive(Default)]
pub(crate) struct Refusals(Mutex<Counting>);

#[derive(Default)]
struct Counting {
    minute: Minute,
    /// How often each was refused after the first time.
    further: HashMap<Refusal, u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Refusal {
    /// None of a source that there was no room for.
    source: Option<Source>,
    service: Service,
    code: &'static str,
}

/// What the audit has to say of a refusal.
pub(crate) struct Noted {
    /// Whether it is the first of its kind in its minute: it has a record of its own.
    pub(crate) is_first: bool,
    /// The refusals of a minute that is over.
    pub(crate) over: Vec<Summary>,
}

/// How often requests were refused in a minute after the first time.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Summary {
    refusal: Refusal,
    minute: Minute,
    count: u64,
}

impl Refusals {
    /// Counts a refusal.
    pub(crate) fn note(
        &self,
        address: IpAddr,
        service: Service,
        code: &'static str,
        time: SystemTime,
    ) -> Noted {
        let mut counting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let over = counting.end_by(Minute::of(time));
        let source = Some(Source::of(address));
        let mut refusal = Refusal {
            source,
            service,
            code,
        };
        if counting.further.len() >= KEPT && !counting.further.contains_key(&refusal) {
            refusal.source = None;
        }
        let mut is_first = false;
        let first = || {
            is_first = true;
            0
        };
        let count = counting.further.entry(refusal);
        count.and_modify(|count| *count += 1).or_insert_with(first);
        Noted { is_first, over }
    }

    /// The refusals of the minute, if it is over.
    pub(crate) fn over(&self, now: SystemTime) -> Vec<Summary> {
        let mut counting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counting.end_by(Minute::of(now))
    }

    /// The refusals of the minute, over or not.
    pub(crate) fn all(&self) -> Vec<Summary> {
        let mut counting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counting.end()
    }
}

impl Counting {
    /// Ends the minute if it is over.
    fn end_by(&mut self, now: Minute) -> Vec<Summary> {
        if !self.minute.is_over_in(now) {
            return Vec::new();
        }
        let over = self.end();
        self.minute = now;
        over
    }

    fn end(&mut self) -> Vec<Summary> {
        let minute = self.minute;
        let further = mem::take(&mut self.further).into_iter();
        let summary = |(refusal, count)| Summary {
            refusal,
            minute,
            count,
        };
        further.filter(|(_, count)| *count > 0).map(summary).collect()
    }
}

impl Summary {
    /// The audit record of it.
    pub(crate) fn record(self, request_id: String, now: SystemTime) -> AuditRecord {
        let Self {
            refusal,
            minute,
            count,
        } = self;
        let source = refusal.source.map(|source| source.to_string());
        AuditRecord {
            time: now.into(),
            request_id,
            service: refusal.service,
            source_address: source.unwrap_or_else(|| OTHERS.to_owned()),
            error_code: Some(refusal.code.to_owned()),
            error_message: Some(format!(
                "{count} more requests were refused so in the minute from {}",
                Timestamp::from(minute.began())
            )),
            count: Some(count),
            ..AuditRecord::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;

    const MISSING: &str = "MissingAuthenticationTokenException";

    fn note(refusals: &Refusals, address: [u8; 4], code: &'static str, seconds: u64) -> Noted {
        let time = UNIX_EPOCH + Duration::from_secs(600_000 + seconds);
        refusals.note(address.into(), Service::Connect, code, time)
    }

    fn counts(summaries: &[Summary]) -> Vec<u64> {
        let mut counts: Vec<_> = summaries.iter().map(|summary| summary.count).collect();
        counts.sort_unstable();
        counts
    }

    #[test]
    fn the_first_of_a_source_a_code_and_a_minute_has_a_record_and_the_others_are_counted() {
        let refusals = Refusals::default();
        let is_first = |address, code, seconds| note(&refusals, address, code, seconds).is_first;
        assert!(is_first([192, 0, 2, 1], MISSING, 0));
        assert!(!is_first([192, 0, 2, 1], MISSING, 59));
        assert!(is_first([192, 0, 2, 2], MISSING, 59));
        assert!(is_first([192, 0, 2, 1], "InvalidSignatureException", 59));
        assert!(is_first([192, 0, 2, 1], MISSING, 60));
    }

    #[test]
    fn a_past_minute_has_a_summary_with_the_number_of_further_refusals() {
        let refusals = Refusals::default();
        for _ in 0..3 {
            note(&refusals, [192, 0, 2, 1], MISSING, 0);
        }
        note(&refusals, [192, 0, 2, 2], MISSING, 0);

        let over = note(&refusals, [192, 0, 2, 1], MISSING, 60).over;

        let [summary] = &over[..] else { panic!("{over:?}") };
        assert_eq!(summary.count, 2, "the first has a record of its own");
        assert_eq!(refusals.all(), [], "and the next minute has its first only");
    }

    #[test]
    fn a_request_that_was_under_way_when_a_minute_ended_does_not_end_the_next() {
        let refusals = Refusals::default();
        note(&refusals, [192, 0, 2, 1], MISSING, 60);

        let late = note(&refusals, [192, 0, 2, 1], MISSING, 59);

        assert!(!late.is_first && late.over.is_empty());
    }

    #[test]
    fn a_clock_that_is_set_back_ends_the_minute() {
        let refusals = Refusals::default();
        for _ in 0..2 {
            note(&refusals, [192, 0, 2, 1], MISSING, 6000);
        }
        assert_eq!(counts(&note(&refusals, [192, 0, 2, 1], MISSING, 0).over), [1]);
    }

    #[test]
    fn ever_new_sources_are_counted_as_one_when_there_is_no_room() {
        let refusals = Refusals::default();
        let addresses =
            |from: u16| (from..from + 5000).map(|n| [10, 0, n.to_be_bytes()[0], n.to_be_bytes()[1]]);

        let first = addresses(0).filter(|address| note(&refusals, *address, MISSING, 0).is_first);
        assert_eq!(first.count(), KEPT + 1);
        let first = addresses(10_000).filter(|address| note(&refusals, *address, MISSING, 0).is_first);
        assert_eq!(first.count(), 0);

        let all = refusals.all();
        let [summary] = &all[..] else { panic!("{all:?}") };
        assert_eq!(summary.count, 10_000 - KEPT as u64 - 1);
        assert_eq!(summary.refusal.source, None);
    }
}
