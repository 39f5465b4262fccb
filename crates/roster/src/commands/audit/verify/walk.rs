//! A walk along a chain. Several readers take its segments in turns: each reads a segment and checks it against the record in
//! front of it. What they have checked is shown in the order of the chain.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use anyhow::anyhow;
use roster_domain::audit::{Broken, ChainedRecord, Head, verify_link};
use roster_store::{AuditLog, StoreError};

/// How many records a segment has.
const SEGMENT: usize = 2_000;

/// How many segments of a reader wait to be shown at most.
const AHEAD: usize = 2;

/// The readers of an audit: at least one.
pub(super) struct Readers<'l> {
    pub(super) first: &'l mut dyn AuditLog,
    pub(super) others: &'l mut [Box<dyn AuditLog>],
}

/// Why a walk ends before the chain.
#[derive(Debug)]
pub(super) enum WalkError {
    /// The chain is broken.
    Broken(Broken),
    /// The chain cannot be read.
    Failed(anyhow::Error),
}

impl From<Broken> for WalkError {
    fn from(broken: Broken) -> Self {
        Self::Broken(broken)
    }
}

impl From<anyhow::Error> for WalkError {
    fn from(error: anyhow::Error) -> Self {
        Self::Failed(error)
    }
}

impl From<StoreError> for WalkError {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

/// Records of a chain that follow one another, the first of them the one behind `before`.
struct Segment {
    before: Head,
    records: Vec<ChainedRecord>,
}

/// Checks every record of a chain behind its beginning, and shows each to `look` with its place. Returns the end of the chain, which
/// may have grown since `end` was read.
pub(super) fn walk(
    readers: &mut Readers<'_>,
    chain: &str,
    beginning: Head,
    end: Head,
    mut look: impl FnMut(&ChainedRecord, &Head) -> Result<(), WalkError>,
) -> Result<Head, WalkError> {
    let records = end.sequence.saturating_sub(beginning.sequence);
    let segments = usize::try_from(records / SEGMENT as u64).unwrap_or(usize::MAX);
    let others = readers.others.len().min(segments);
    let others = readers.others[..others].iter_mut().map(|log| &mut **log);
    let logs: Vec<&mut dyn AuditLog> = [&mut *readers.first as &mut dyn AuditLog]
        .into_iter()
        .chain(others.map(|log| log as &mut dyn AuditLog))
        .collect();
    let count = logs.len();
    thread::scope(|scope| {
        let (mut reading, mut receivers) = (Vec::new(), Vec::new());
        for (first, log) in logs.into_iter().enumerate() {
            let (sender, receiver) = sync_channel(AHEAD);
            reading.push(scope.spawn(move || {
                read(log, chain, beginning, (first..).step_by(count), &sender);
            }));
            receivers.push(receiver);
        }
        let shown = show(&receivers, beginning, &mut look);
        // What is behind a fault, or behind the end, is read no further.
        drop(receivers);
        let joined: Result<Vec<()>, _> = reading.into_iter().map(thread::ScopedJoinHandle::join).collect();
        joined.map_err(|_| anyhow!("a reader of the audit panicked"))?;
        shown
    })
}

/// Shows the segments in their order, until the first that is short. Returns the end of the chain.
fn show(
    receivers: &[Receiver<Result<Segment, WalkError>>],
    beginning: Head,
    look: &mut impl FnMut(&ChainedRecord, &Head) -> Result<(), WalkError>,
) -> Result<Head, WalkError> {
    let mut head = beginning;
    for receiver in receivers.iter().cycle() {
        let segment = receiver
            .recv()
            .map_err(|_| anyhow!("a reader of the audit has stopped"))?;
        let Segment { before, records } = segment?;
        let is_last = records.len() < SEGMENT;
        // The readers of both segments must have seen the same record between them.
        if !records.is_empty() && before != head {
            let sequence = head.sequence;
            return Err(Broken::Edited { sequence }.into());
        }
        for chained in &records {
            head = chained.head();
            look(chained, &head)?;
        }
        if is_last {
            break;
        }
    }
    Ok(head)
}

/// Sends segments of a chain, until one is faulty or short, or the receiver is dropped.
fn read(
    log: &mut dyn AuditLog,
    chain: &str,
    beginning: Head,
    numbers: impl Iterator<Item = usize>,
    sender: &SyncSender<Result<Segment, WalkError>>,
) {
    for number in numbers {
        let segment = read_segment(log, chain, beginning, number);
        let goes_on = segment
            .as_ref()
            .is_ok_and(|segment| segment.records.len() == SEGMENT);
        if sender.send(segment).is_err() || !goes_on {
            return;
        }
    }
}

/// A segment, checked against the record in front of it.
fn read_segment(
    log: &mut dyn AuditLog,
    chain: &str,
    beginning: Head,
    number: usize,
) -> Result<Segment, WalkError> {
    let after = beginning.sequence + (number * SEGMENT) as u64;
    let mut before = beginning;
    let mut records = if number == 0 {
        log.after(chain, after, SEGMENT)?
    } else {
        let mut records = log.after(chain, after - 1, SEGMENT + 1)?;
        if records.is_empty() {
            return Ok(Segment { before, records });
        }
        before = records.remove(0).head();
        records
    };
    let mut head = before;
    if head.sequence != after {
        let (expected, found) = (after, head.sequence);
        return Err(Broken::Gap { expected, found }.into());
    }
    for chained in &records {
        head = verify_link(&head, chained)?;
    }
    records.truncate(SEGMENT);
    Ok(Segment { before, records })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lengths around those of one and of several segments.
    const LENGTHS: [usize; 8] = [
        0,
        1,
        SEGMENT - 1,
        SEGMENT,
        SEGMENT + 1,
        2 * SEGMENT,
        3 * SEGMENT,
        5 * SEGMENT + 7,
    ];

    fn chain(length: usize) -> Vec<ChainedRecord> {
        let mut head = Head::default();
        (0..length)
            .map(|number| head.append(number.to_string().into_bytes()))
            .collect()
    }

    /// Walks along the chain, which each reader sees as its log has it; gives the end, and the numbers of what was shown.
    fn walk_along(logs: Vec<Vec<ChainedRecord>>) -> (Result<Head, WalkError>, Vec<u64>) {
        let end = logs[0].last().map(ChainedRecord::head).unwrap_or_default();
        let mut logs = logs.into_iter();
        let mut first = logs.next().unwrap();
        let mut others: Vec<Box<dyn AuditLog>> = logs.map(|log| Box::new(log) as Box<dyn AuditLog>).collect();
        let mut readers = Readers {
            first: &mut first,
            others: &mut others,
        };
        let mut shown = Vec::new();
        let walked = walk(&mut readers, "", Head::default(), end, |chained, place| {
            assert_eq!(chained.head(), *place);
            shown.push(place.sequence);
            Ok(())
        });
        (walked, shown)
    }

    #[test]
    fn every_record_is_shown_once_and_in_order_whatever_the_number_of_readers() {
        for length in LENGTHS {
            let chain = chain(length);
            for readers in 1..5 {
                let (end, shown) = walk_along(vec![chain.clone(); readers]);

                let last = chain.last().map(ChainedRecord::head).unwrap_or_default();
                assert_eq!(end.unwrap(), last, "{length} records, {readers} readers");
                assert_eq!(shown, (1..=length as u64).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn the_first_fault_is_found_wherever_it_is() {
        let whole = chain(3 * SEGMENT + 7);
        for place in [
            0,
            1,
            SEGMENT - 1,
            SEGMENT,
            SEGMENT + 1,
            2 * SEGMENT,
            3 * SEGMENT,
            3 * SEGMENT + 5,
        ] {
            let sequence = place as u64 + 1;
            let (mut edited, mut cut) = (whole.clone(), whole.clone());
            edited[place].body.push(b'x');
            cut.remove(place);
            for readers in 1..5 {
                let (fault, shown) = walk_along(vec![edited.clone(); readers]);
                let Err(WalkError::Broken(Broken::Edited { sequence: found })) = fault else {
                    panic!("{place}: {fault:?}");
                };
                assert_eq!(found, sequence, "{readers} readers");
                assert!(shown.len() <= place);

                let (fault, _) = walk_along(vec![cut.clone(); readers]);
                let Err(WalkError::Broken(Broken::Gap { expected, found })) = fault else {
                    panic!("{place}: {fault:?}");
                };
                assert_eq!((expected, found), (sequence, sequence + 1), "{readers} readers");
            }
        }
    }

    #[test]
    fn readers_that_see_two_histories_are_found() {
        let one = chain(3 * SEGMENT);
        let mut head = Head::default();
        let other: Vec<_> = (0..3 * SEGMENT)
            .map(|number| head.append(format!("x{number}").into_bytes()))
            .collect();

        let (fault, _) = walk_along(vec![one, other]);

        let sequence = SEGMENT as u64;
        assert!(
            matches!(fault, Err(WalkError::Broken(Broken::Edited { sequence: found })) if found == sequence)
        );
    }
}
