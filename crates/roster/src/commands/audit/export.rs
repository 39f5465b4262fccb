//! `roster audit export`.

mod cursor;
mod destination;

use std::io;
use std::ops::ControlFlow;
use std::time::Duration;

use roster_audit_delivery::Position;
use roster_audit_export::Event;
use roster_domain::audit::TimeRange;
use roster_domain::audit::cloudtrail::event_id;
use roster_domain::clock::{Clock, SystemClock};
use roster_model::shapes::Timestamp;
use roster_store::AuditLog;

use super::full::json;
use crate::arguments::{Export, ExportFormat};
use crate::audit_reader::{AuditEntry, AuditReader};
use crate::stop_signal::StopSignal;
use crate::terminal_text::json_line;
use crate::time_bound::TimeBound;

use cursor::Cursor;
use destination::{Destination, Printed, Sent};

/// How often `--follow` looks for new records.
const INTERVAL: Duration = Duration::from_millis(250);

/// How many events a batch has at most, and how many bytes of JSON before the last of them.
const BATCH_EVENTS: usize = 500;
const BATCH_BYTES: usize = 1024 * 1024;

/// Prints or sends the records of a time range or those behind a cursor, and new ones with `--follow`.
pub(super) fn export(log: &mut dyn AuditLog, arguments: &Export) -> anyhow::Result<()> {
    let now = SystemClock.now();
    let bound = |point: Option<TimeBound>| point.map(|point| Timestamp::from(point.time(now)));
    let cursor = arguments.cursor.as_deref();
    let cursor = cursor.map(|path| Cursor::open(path, log)).transpose()?;
    // An age would pass over records that were written while no export ran.
    let is_resumed = cursor.as_ref().is_some_and(|cursor| !cursor.is_new());
    let stop = StopSignal::register()?;
    let mut exporter = Exporter {
        format: arguments.format,
        times: TimeRange {
            since: bound(arguments.since).filter(|_| !is_resumed),
            until: bound(arguments.until),
        },
        now: now.into(),
        cursor,
        stop: stop.clone(),
    };
    let mut destination: Box<dyn Destination> = match Sent::to(&arguments.target, arguments.follow, &stop)? {
        Some(sent) => Box::new(sent),
        None => Box::new(Printed(io::BufWriter::new(io::stdout().lock()))),
    };
    exporter.run(log, &mut *destination, &mut || {
        if arguments.follow {
            stop.wait(INTERVAL)
        } else {
            ControlFlow::Break(())
        }
    })
}

struct Exporter {
    format: ExportFormat,
    times: TimeRange,
    now: Timestamp,
    cursor: Option<Cursor>,
    stop: StopSignal,
}

impl Exporter {
    /// Hands all records over, then calls `look_again`, and continues unless it breaks.
    fn run(
        &mut self,
        log: &mut dyn AuditLog,
        destination: &mut dyn Destination,
        look_again: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> anyhow::Result<()> {
        let mut position = self.start();
        let mut trail = AuditReader::starting_at(position.clone());
        loop {
            let (mut batch, mut flow) = (Batch::default(), ControlFlow::Continue(()));
            trail.read(log, |found| {
                position.advance(&found.chain, found.chained.head());
                if self.times.includes(&found.record, self.now) {
                    batch.add(event(self.format, found)?);
                }
                if batch.is_full() {
                    flow = self.hand_over(destination, &mut batch, &position)?;
                }
                Ok(if flow.is_break() { flow } else { self.stop.flow() })
            })?;
            if flow.is_break()
                || self.hand_over(destination, &mut batch, &position)?.is_break()
                || self.stop.flow().is_break()
                || look_again().is_break()
            {
                return Ok(());
            }
        }
    }

    fn start(&self) -> Position {
        let cursor = self.cursor.as_ref();
        cursor.map(Cursor::position).cloned().unwrap_or_default()
    }

    /// Hands a batch over, and moves the cursor behind it when it is acknowledged.
    fn hand_over(
        &mut self,
        destination: &mut dyn Destination,
        batch: &mut Batch,
        position: &Position,
    ) -> anyhow::Result<ControlFlow<()>> {
        let Batch { events, .. } = std::mem::take(batch);
        if !events.is_empty() && destination.take(&events)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
        if let Some(cursor) = &mut self.cursor {
            cursor.move_to(position)?;
        }
        Ok(ControlFlow::Continue(()))
    }
}

/// Events that are acknowledged together.
#[derive(Default)]
struct Batch {
    events: Vec<Event>,
    bytes: usize,
}

impl Batch {
    fn add(&mut self, event: Event) {
        self.bytes += event.json.len();
        self.events.push(event);
    }

    fn is_full(&self) -> bool {
        self.events.len() >= BATCH_EVENTS || self.bytes >= BATCH_BYTES
    }
}

fn event(format: ExportFormat, found: AuditEntry) -> anyhow::Result<Event> {
    let hash = &found.chained.hash;
    let json = match format {
        ExportFormat::Jsonl => json(&found)?,
        ExportFormat::Cloudtrail => json_line(&found.record.cloudtrail(hash))?,
        ExportFormat::Ecs => json_line(&found.record.ecs(hash))?,
    };
    Ok(Event {
        id: event_id(hash),
        sequence: found.chained.sequence,
        time: found.record.time.into(),
        operation: found.record.event_name().to_owned(),
        is_refusal: found.record.error_code.is_some(),
        chain: found.chain,
        json,
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::path::Path;

    use roster_domain::audit::{ChainHead, ChainedRecord, Hash};
    use roster_store::StoreError;
    use serde_json::{Value, json};

    use super::*;

    /// A log that grows by one record at each wait.
    #[derive(Default)]
    struct Growing(std::sync::Mutex<Vec<ChainedRecord>>);

    impl Growing {
        fn grow(&self) {
            let mut records = self.0.lock().unwrap();
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
            let records = self.0.lock().unwrap();
            let behind = records.iter().filter(|record| record.sequence > sequence);
            Ok(behind.take(limit).cloned().collect())
        }

        fn chains(&mut self) -> Result<Vec<ChainHead>, StoreError> {
            let head = self.0.lock().unwrap().last().map(ChainedRecord::head);
            let (chain, head) = (String::new(), head.unwrap_or_default());
            Ok(vec![ChainHead { chain, head }])
        }
    }

    fn exported(exporter: &mut Exporter, trail: &Growing, grow: usize) -> Vec<Value> {
        let (mut out, mut left) = (Printed(Vec::new()), grow);
        let done = exporter.run(&mut &*trail, &mut out, &mut || {
            if left == 0 {
                return ControlFlow::Break(());
            }
            left -= 1;
            trail.grow();
            ControlFlow::Continue(())
        });
        done.unwrap();
        let lines = std::str::from_utf8(&out.0).unwrap().lines();
        lines.map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn exporter(format: ExportFormat) -> Exporter {
        Exporter {
            format,
            times: TimeRange::default(),
            now: Timestamp {
                milliseconds: 10_000_000,
            },
            cursor: None,
            stop: StopSignal::default(),
        }
    }

    #[test]
    fn a_following_export_prints_records_as_they_are_written() {
        let trail = Growing::default();
        trail.grow();

        let found = exported(&mut exporter(ExportFormat::Cloudtrail), &trail, 3);

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
        let mut exporter = Exporter {
            times: TimeRange {
                since: at(999),
                until: at(1002),
            },
            ..exporter(ExportFormat::Jsonl)
        };

        let found = exported(&mut exporter, &trail, 0);

        let numbers: Vec<_> = found.iter().map(|record| record["Sequence"].as_u64()).collect();
        assert_eq!(numbers, [Some(999), Some(1000), Some(1001), Some(1002)]);
    }

    /// Exports to the end with a cursor, as a command would that starts, and gives the ids of the requests.
    fn resumed(cursor: &Path, trail: &Growing) -> Vec<String> {
        let cursor = Cursor::open(cursor, &mut &*trail).unwrap();
        let mut exporter = Exporter {
            cursor: Some(cursor),
            ..exporter(ExportFormat::Jsonl)
        };
        let found = exported(&mut exporter, trail, 0);
        let ids = found
            .iter()
            .map(|record| record["RequestId"].as_str().unwrap().to_owned());
        ids.collect()
    }

    #[test]
    fn an_export_with_a_cursor_goes_on_behind_the_last_record_that_it_printed() {
        let folder = tempfile::tempdir().unwrap();
        let (cursor, trail) = (folder.path().join("cursor"), Growing::default());

        (0..2).for_each(|_| trail.grow());
        assert_eq!(resumed(&cursor, &trail), ["r-1", "r-2"]);
        assert_eq!(resumed(&cursor, &trail), [""; 0]);
        trail.grow();
        assert_eq!(resumed(&cursor, &trail), ["r-3"]);
    }

    #[test]
    fn a_stop_ends_an_export_behind_a_record_and_the_next_export_prints_the_others() {
        let folder = tempfile::tempdir().unwrap();
        let (path, trail) = (folder.path().join("cursor"), Growing::default());
        (0..3).for_each(|_| trail.grow());
        let stop = StopSignal::default();
        stop.set();
        let mut stopped = Exporter {
            cursor: Some(Cursor::open(&path, &mut &trail).unwrap()),
            stop,
            ..exporter(ExportFormat::Jsonl)
        };

        let printed = exported(&mut stopped, &trail, 5);

        assert_eq!(printed.len(), 1);
        assert_eq!(resumed(&path, &trail), ["r-2", "r-3"]);
    }

    /// A writer that fails after some bytes, as a full disk does.
    struct Full {
        written: Vec<u8>,
        room: usize,
    }

    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let room = self.room - self.written.len();
            if room == 0 {
                return Err(io::ErrorKind::StorageFull.into());
            }
            let written = &bytes[..bytes.len().min(room)];
            self.written.extend_from_slice(written);
            Ok(written.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_cursor_stays_where_it_was_if_a_record_cannot_be_written() {
        let folder = tempfile::tempdir().unwrap();
        let (path, trail) = (folder.path().join("cursor"), Growing::default());
        (0..3).for_each(|_| trail.grow());
        let mut failing = Exporter {
            cursor: Some(Cursor::open(&path, &mut &trail).unwrap()),
            ..exporter(ExportFormat::Jsonl)
        };
        let mut full = Printed(Full {
            written: Vec::new(),
            room: 200,
        });

        let failed = failing.run(&mut &trail, &mut full, &mut || ControlFlow::Break(()));

        assert!(failed.is_err() && full.0.written.len() == 200);
        assert_eq!(resumed(&path, &trail), ["r-1", "r-2", "r-3"]);
    }

    fn refusal(cursor: &Path, trail: &Growing) -> String {
        let opened = Cursor::open(cursor, &mut &*trail).map(|_| "it fits");
        format!("{:#}", opened.unwrap_err())
    }

    #[test]
    fn a_cursor_that_does_not_fit_the_chain_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (cursor, trail) = (folder.path().join("cursor"), Growing::default());
        (0..3).for_each(|_| trail.grow());
        resumed(&cursor, &trail);

        let dropped = trail.0.lock().unwrap().pop().unwrap();
        let without_the_last = refusal(&cursor, &trail);
        let hash = Hash::of(b"another record");
        trail.0.lock().unwrap().push(ChainedRecord { hash, ..dropped });
        let with_another = refusal(&cursor, &trail);
        std::fs::write(&cursor, "17").unwrap();
        let nonsense = refusal(&cursor, &trail);

        let (because, ends, other) = (
            "is not a cursor of this audit: records that were exported have changed or are gone",
            "the chain ends with record 2",
            "record 3 is another than the one that was noted",
        );
        assert!(
            without_the_last.contains(because) && without_the_last.contains(ends),
            "{without_the_last}"
        );
        assert!(
            with_another.contains(because) && with_another.contains(other),
            "{with_another}"
        );
        assert!(nonsense.contains("is not a cursor"), "{nonsense}");
    }
}
