//! `roster audit export`.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::time::Duration;

use roster_domain::audit::TimeRange;
use roster_domain::clock::{Clock, SystemClock};
use roster_model::shapes::Timestamp;
use roster_store::AuditLog;

use super::full::{print_json, print_json_line};
use crate::arguments::{Export, ExportFormat};
use crate::audit_reader::{AuditEntry, AuditReader};
use crate::time_bound::TimeBound;

/// How often `--follow` looks for new records.
const INTERVAL: Duration = Duration::from_millis(250);

/// Prints the records of a time range, and new ones with `--follow`.
pub(super) fn export(log: &mut dyn AuditLog, arguments: &Export) -> anyhow::Result<()> {
    let now = SystemClock.now();
    let bound = |point: Option<TimeBound>| point.map(|point| Timestamp::from(point.time(now)));
    let exporter = Exporter {
        format: arguments.format,
        times: TimeRange {
            since: bound(arguments.since),
            until: bound(arguments.until),
        },
        now: now.into(),
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let follow = arguments.follow;
    exporter.run(log, &mut out, &mut || {
        if follow {
            wait();
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    })
}

#[allow(
    clippy::disallowed_methods,
    reason = "another process writes, without a notification"
)]
fn wait() {
    std::thread::sleep(INTERVAL);
}

struct Exporter {
    format: ExportFormat,
    times: TimeRange,
    now: Timestamp,
}

impl Exporter {
    /// Writes all records, then calls `look_again`, and continues unless it breaks.
    fn run(
        &self,
        log: &mut dyn AuditLog,
        out: &mut impl Write,
        look_again: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> anyhow::Result<()> {
        let mut trail = AuditReader::starting_after(0);
        loop {
            trail.read(log, |found| {
                if self.times.includes(&found.record, self.now) {
                    self.write(out, &found)?;
                }
                Ok(ControlFlow::Continue(()))
            })?;
            out.flush()?;
            if look_again().is_break() {
                return Ok(());
            }
        }
    }

    fn write(&self, out: &mut impl Write, found: &AuditEntry) -> anyhow::Result<()> {
        match self.format {
            ExportFormat::Jsonl => print_json(out, found),
            ExportFormat::Cloudtrail => print_json_line(out, &found.record.cloudtrail(&found.chained.hash)),
        }
    }
}

#[cfg(test)]
mod tests {
    use roster_domain::audit::{ChainHead, ChainedRecord, Head};
    use roster_store::StoreError;
    use serde_json::{Value, json};

    use super::*;

    /// A log that grows by one record at each wait.
    #[derive(Default)]
    struct Growing(std::cell::RefCell<Vec<ChainedRecord>>);

    impl Growing {
        fn grow(&self) {
            let mut records = self.0.borrow_mut();
            let number = records.len() as u64 + 1;
            let record = json!({"Time": number, "RequestId": format!("r-{number}"), "SourceAddress": "::1"});
            let body = record.to_string().into_bytes();
            let mut head = records.last().map(ChainedRecord::head).unwrap_or_default();
            records.push(head.append(body));
        }
    }

    impl AuditLog for &Growing {
        fn after(
            &mut self,
            _chain: &str,
            sequence: u64,
            limit: usize,
        ) -> Result<Vec<ChainedRecord>, StoreError> {
            let records = self.0.borrow();
            let behind = records.iter().filter(|record| record.sequence > sequence);
            Ok(behind.take(limit).cloned().collect())
        }

        fn chains(&mut self) -> Result<Vec<ChainHead>, StoreError> {
            let (chain, head) = (String::new(), Head::default());
            Ok(vec![ChainHead { chain, head }])
        }
    }

    fn exported(exporter: &Exporter, trail: &Growing, grow: usize) -> Vec<Value> {
        let (mut out, mut left) = (Vec::new(), grow);
        let done = exporter.run(&mut &*trail, &mut out, &mut || {
            if left == 0 {
                return ControlFlow::Break(());
            }
            left -= 1;
            trail.grow();
            ControlFlow::Continue(())
        });
        done.unwrap();
        let lines = std::str::from_utf8(&out).unwrap().lines();
        lines.map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn exporter(format: ExportFormat) -> Exporter {
        Exporter {
            format,
            times: TimeRange::default(),
            now: Timestamp {
                milliseconds: 10_000_000,
            },
        }
    }

    #[test]
    fn a_following_export_prints_records_as_they_are_written() {
        let trail = Growing::default();
        trail.grow();

        let found = exported(&exporter(ExportFormat::Cloudtrail), &trail, 3);

        let ids: Vec<_> = found.iter().map(|record| record["requestID"].as_str()).collect();
        assert_eq!(ids, [Some("r-1"), Some("r-2"), Some("r-3"), Some("r-4")]);
    }

    #[test]
    fn an_export_includes_both_ends_of_its_time_range() {
        let trail = Growing::default();
        (0..crate::audit_reader::CHUNK + 5).for_each(|_| trail.grow());
        let at = |seconds: i64| {
            Some(Timestamp {
                milliseconds: seconds * 1000,
            })
        };
        let exporter = Exporter {
            times: TimeRange {
                since: at(999),
                until: at(1002),
            },
            ..exporter(ExportFormat::Jsonl)
        };

        let found = exported(&exporter, &trail, 0);

        let numbers: Vec<_> = found.iter().map(|record| record["Sequence"].as_u64()).collect();
        assert_eq!(numbers, [Some(999), Some(1000), Some(1001), Some(1002)]);
    }
}
