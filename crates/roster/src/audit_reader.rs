//! Reads the records of all chains in the order of their times.

use std::collections::VecDeque;
use std::ops::ControlFlow;

use roster_audit_delivery::Position;
use roster_domain::audit::{AuditRecord, ChainedRecord, REGISTER, Timestamp};
use roster_store::{AuditLog, read_record};

/// How many records are read at once.
pub(crate) const CHUNK: usize = 1000;

/// A record and the name of its chain; the name is empty if the database has only one chain. The time of the record is never before
/// that of the record in front of it: what an older version wrote is shown as this one would have written it.
pub(crate) struct AuditEntry {
    pub(crate) chain: String,
    pub(crate) chained: ChainedRecord,
    pub(crate) record: AuditRecord,
}

/// A reader of all chains.
///
/// It keeps its position in each chain, and a chain grows only at its end, so it misses no record, however late it is
/// written. A later read may return records that are older than those already read from other chains.
#[derive(Default)]
pub(crate) struct AuditReader {
    after: u64,
    position: Position,
    chains: Vec<Chain>,
}

struct Chain {
    name: String,
    /// The last record that was read.
    last: u64,
    /// Its time.
    latest: Timestamp,
    ahead: VecDeque<(ChainedRecord, AuditRecord)>,
}

impl AuditReader {
    /// A reader of the records after this number in each chain.
    pub(crate) fn starting_after(after: u64) -> Self {
        Self {
            after,
            ..Self::default()
        }
    }

    /// A reader of the records behind a position.
    pub(crate) fn starting_at(position: Position) -> Self {
        Self {
            position,
            ..Self::default()
        }
    }

    /// Passes every record since the last read to `look`, oldest first, until `look` breaks.
    pub(crate) fn read(
        &mut self,
        log: &mut dyn AuditLog,
        mut look: impl FnMut(AuditEntry) -> anyhow::Result<ControlFlow<()>>,
    ) -> anyhow::Result<()> {
        self.read_new_records(log)?;
        while let Some(found) = self.next(log)? {
            if look(found)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Reads new records, of new chains too.
    fn read_new_records(&mut self, log: &mut dyn AuditLog) -> anyhow::Result<()> {
        for chain_head in log.chains()? {
            let known = self.chains.iter().any(|chain| chain.name == chain_head.chain);
            if !known && chain_head.chain != REGISTER {
                self.chains.push(Chain {
                    last: self.after.max(self.position.of(&chain_head.chain).sequence),
                    name: chain_head.chain,
                    latest: Timestamp {
                        milliseconds: i64::MIN,
                    },
                    ahead: VecDeque::new(),
                });
            }
        }
        self.chains.iter_mut().try_for_each(|chain| chain.fill(log))
    }

    /// The earliest unread record.
    fn next(&mut self, log: &mut dyn AuditLog) -> anyhow::Result<Option<AuditEntry>> {
        // A tie goes to the chain that began first.
        let earliest = self
            .chains
            .iter_mut()
            .filter_map(|chain| Some((chain.ahead.front()?.1.time.milliseconds, chain)))
            .min_by_key(|(time, _)| *time);
        let Some((_, chain)) = earliest else {
            return Ok(None);
        };
        let found = chain.ahead.pop_front().map(|(chained, record)| AuditEntry {
            chain: chain.name.clone(),
            chained,
            record,
        });
        chain.fill(log)?;
        Ok(found)
    }
}

impl Chain {
    /// Reads the next records if all of the last ones have been returned.
    fn fill(&mut self, log: &mut dyn AuditLog) -> anyhow::Result<()> {
        if !self.ahead.is_empty() {
            return Ok(());
        }
        for chained in log.after(&self.name, self.last, CHUNK)? {
            self.last = chained.sequence;
            let record = read_record(&chained)?;
            let record = record.not_before(self.latest).into_owned();
            self.latest = record.time;
            self.ahead.push_back((chained, record));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use roster_domain::audit::{ChainHead, Head};
    use roster_store::StoreError;
    use serde_json::json;

    use super::*;

    /// The chains of some servers.
    #[derive(Default)]
    struct Servers(Vec<(&'static str, Vec<ChainedRecord>)>);

    impl Servers {
        fn write(&mut self, chain: &'static str, seconds: i64) {
            let known = self.0.iter().position(|(name, _)| *name == chain);
            let place = known.unwrap_or_else(|| {
                self.0.push((chain, Vec::new()));
                self.0.len() - 1
            });
            let records = &mut self.0[place].1;
            let record =
                json!({"Time": seconds, "RequestId": format!("{chain}{seconds}"), "SourceAddress": "::1"});
            let sequence = records.len() as u64 + 1;
            let hash = Head::default().hash;
            let body = record.to_string().into_bytes();
            records.push(ChainedRecord {
                sequence,
                body,
                hash,
                personal: None,
            });
        }
    }

    impl AuditLog for Servers {
        fn chains(&mut self) -> Result<Vec<ChainHead>, StoreError> {
            let chain_head = |chain: &str| ChainHead {
                chain: chain.to_owned(),
                head: Head::default(),
            };
            Ok(self.0.iter().map(|(chain, _)| chain_head(chain)).collect())
        }

        fn after(
            &mut self,
            chain: &str,
            sequence: u64,
            limit: usize,
        ) -> Result<Vec<ChainedRecord>, StoreError> {
            let of_chain = self.0.iter().filter(|(name, _)| *name == chain);
            let behind = of_chain
                .flat_map(|(_, records)| records)
                .filter(|record| record.sequence > sequence);
            Ok(behind.take(limit).cloned().collect())
        }
    }

    fn read(reader: &mut AuditReader, servers: &mut Servers) -> Vec<String> {
        let mut requests = Vec::new();
        let done = reader.read(servers, |found| {
            requests.push(found.record.request_id);
            Ok(ControlFlow::Continue(()))
        });
        done.unwrap();
        requests
    }

    #[test]
    fn the_records_of_all_chains_come_in_the_order_of_their_times() {
        let mut servers = Servers::default();
        for (chain, seconds) in [(REGISTER, 0), ("a", 1), ("a", 4), ("b", 2), ("c", 3), ("b", 5)] {
            servers.write(chain, seconds);
        }

        let requests = read(&mut AuditReader::starting_after(0), &mut servers);

        assert_eq!(requests, ["a1", "b2", "c3", "a4", "b5"]);
    }

    #[test]
    fn records_that_are_written_late_are_read_once() {
        let mut servers = Servers::default();
        servers.write("a", 9);
        let mut reader = AuditReader::starting_after(0);
        assert_eq!(read(&mut reader, &mut servers), ["a9"]);

        servers.write("b", 2);
        servers.write("a", 10);

        assert_eq!(read(&mut reader, &mut servers), ["b2", "a10"]);
        assert_eq!(read(&mut reader, &mut servers), [""; 0]);
    }

    #[test]
    fn records_of_older_versions_whose_times_fall_keep_their_order() {
        let mut servers = Servers::default();
        for (chain, seconds) in [("a", 7), ("a", 5), ("b", 6), ("a", 9), ("b", 8)] {
            servers.write(chain, seconds);
        }
        let mut times = Vec::new();

        let done = AuditReader::starting_after(0).read(&mut servers, |found| {
            let AuditRecord { time, clock_time, .. } = found.record;
            let seconds = |time: Timestamp| time.milliseconds / 1000;
            times.push((seconds(time), clock_time.map(seconds)));
            Ok(ControlFlow::Continue(()))
        });

        done.unwrap();
        let expected = [(6, None), (7, None), (7, Some(5)), (8, None), (9, None)];
        assert_eq!(times, expected);
    }

    #[test]
    fn a_reader_that_breaks_gets_no_more_records() {
        let mut servers = Servers::default();
        servers.write("a", 1);
        servers.write("a", 2);
        let mut seen = 0;

        let done = AuditReader::starting_after(0).read(&mut servers, |_| {
            seen += 1;
            Ok(ControlFlow::Break(()))
        });

        done.unwrap();
        assert_eq!(seen, 1);
    }
}
