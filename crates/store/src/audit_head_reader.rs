//! Reading the head of an audit without walking its chains.

use roster_domain::audit::{
    AuditHead, Broken, ChainHead, ChainedRecord, Head, REGISTER, Register, verify_link,
};
use thiserror::Error;

use crate::error::StoreError;
use crate::store::AuditLog;

/// How many records of the register are read at once.
const CHUNK: usize = 1000;

/// A reader of the head of an audit. It keeps what it has read of the register, and reads on from there the next time.
#[derive(Debug, Default)]
pub struct AuditHeadReader {
    register: Register,
    /// The last record of the register that was read.
    last: Head,
}

/// Why an audit has no head to be noted.
#[derive(Debug, Error)]
pub enum AuditHeadError {
    /// A chain is not as it was left.
    #[error("the chain {chain:?} of the audit is broken: {broken}")]
    Broken {
        /// The chain.
        chain: String,
        /// How it is broken.
        broken: Broken,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AuditHeadReader {
    /// The head of an audit now. Only the register is read, and the last record of each chain that the head lists.
    ///
    /// # Errors
    ///
    /// If the register does not hold, or the last record of a chain is not there.
    pub fn read(&mut self, log: &mut dyn AuditLog) -> Result<AuditHead, AuditHeadError> {
        let chains = log.chains()?;
        self.read_register(log, &chains)?;
        let head = self.register.audit_head(&chains);
        for end in head.chain_heads() {
            require_record(log, end, end.head)?.map_err(|fault| broken(&end.chain, fault))?;
        }
        Ok(head)
    }

    /// The register now; an empty one if the audit has none.
    ///
    /// # Errors
    ///
    /// If the register does not hold.
    pub fn register(&mut self, log: &mut dyn AuditLog) -> Result<&Register, AuditHeadError> {
        let chains = log.chains()?;
        self.read_register(log, &chains)?;
        Ok(&self.register)
    }

    fn read_register(&mut self, log: &mut dyn AuditLog, chains: &[ChainHead]) -> Result<(), AuditHeadError> {
        let register = chains.iter().find(|chain_head| chain_head.chain == REGISTER);
        let Some(end) = register.map(|register| register.head) else {
            return Ok(());
        };
        while self.last.sequence < end.sequence {
            let records = log.after(REGISTER, self.last.sequence, CHUNK)?;
            if records.is_empty() {
                break;
            }
            // What was added since the heads were read is about chains that are not among them.
            for chained in records.iter().filter(|chained| chained.sequence <= end.sequence) {
                self.read_registered(chained)
                    .map_err(|fault| broken(REGISTER, fault))?;
            }
        }
        if self.last == end {
            return Ok(());
        }
        let (expected, found) = (end, self.last);
        Err(broken(REGISTER, Broken::End { expected, found }))
    }

    fn read_registered(&mut self, chained: &ChainedRecord) -> Result<(), Broken> {
        let next = verify_link(&self.last, chained)?;
        self.register.read(chained)?;
        self.last = next;
        Ok(())
    }
}

/// Whether a chain with this end has this record, which is none of the empty chain.
///
/// # Errors
///
/// If the store fails.
pub fn require_record(
    log: &mut dyn AuditLog,
    end: &ChainHead,
    record: Head,
) -> Result<Result<(), Broken>, StoreError> {
    let Some(before) = record.sequence.checked_sub(1) else {
        return Ok(Ok(()));
    };
    let found = log.after(&end.chain, before, 1)?.into_iter().next();
    Ok(match found.map(|chained| chained.head()) {
        Some(found) if found == record => Ok(()),
        Some(found) if found.sequence == record.sequence => Err(Broken::Replaced { noted: record }),
        Some(found) => Err(Broken::Gap {
            expected: record.sequence,
            found: found.sequence,
        }),
        None => Err(Broken::End {
            expected: record,
            found: end.head,
        }),
    })
}

fn broken(chain: &str, broken: Broken) -> AuditHeadError {
    AuditHeadError::Broken {
        chain: chain.to_owned(),
        broken,
    }
}

#[cfg(test)]
mod tests {
    use roster_domain::audit::Registered;

    use super::*;

    /// Chains in memory, each with its stored end.
    #[derive(Clone, Default)]
    struct Chains(Vec<(ChainHead, Vec<ChainedRecord>)>);

    impl Chains {
        fn of(&mut self, chain: &str) -> &mut (ChainHead, Vec<ChainedRecord>) {
            let known = self.0.iter().position(|(end, _)| end.chain == chain);
            let place = known.unwrap_or_else(|| {
                let (chain, head) = (chain.to_owned(), Head::default());
                self.0.push((ChainHead { chain, head }, Vec::new()));
                self.0.len() - 1
            });
            &mut self.0[place]
        }

        fn write(&mut self, chain: &str, body: &str) -> Head {
            let (end, records) = self.of(chain);
            records.push(end.head.append(body.as_bytes().to_vec()));
            end.head
        }

        fn open(&mut self, chain: &str) {
            let chain = chain.to_owned();
            let body = serde_json::to_string(&Registered::Opened { chain }).unwrap();
            self.write(REGISTER, &body);
        }

        fn close(&mut self, chain: &str, head: Head) {
            let chain = chain.to_owned();
            let body = serde_json::to_string(&Registered::Closed { chain, head }).unwrap();
            self.write(REGISTER, &body);
        }
    }

    impl AuditLog for Chains {
        fn chains(&mut self) -> Result<Vec<ChainHead>, StoreError> {
            Ok(self.0.iter().map(|(end, _)| end.clone()).collect())
        }

        fn after(
            &mut self,
            chain: &str,
            sequence: u64,
            limit: usize,
        ) -> Result<Vec<ChainedRecord>, StoreError> {
            self.of(chain).1.after(chain, sequence, limit)
        }
    }

    fn names(head: &AuditHead) -> Vec<&str> {
        let names = head.chain_heads().iter();
        names.map(|chain_head| chain_head.chain.as_str()).collect()
    }

    #[test]
    fn a_reader_that_reads_again_finds_the_chains_that_are_open_then() {
        let (mut log, mut reader) = (Chains::default(), AuditHeadReader::default());
        log.open("a");
        let end = log.write("a", "1");
        let first = reader.read(&mut log).unwrap();
        log.close("a", end);
        log.open("b");
        log.write("b", "2");

        let second = reader.read(&mut log).unwrap();

        assert_eq!(
            (names(&first), names(&second)),
            (vec![REGISTER, "a"], vec![REGISTER, "b"])
        );
        let expected = AuditHeadReader::default().read(&mut log).unwrap();
        assert_eq!(second, expected);
    }

    #[test]
    fn a_register_that_was_rewritten_since_the_last_time_has_no_head() {
        for chains in [&["b"][..], &["b", "c"], &["b", "c", "d"]] {
            let (mut log, mut reader) = (Chains::default(), AuditHeadReader::default());
            log.open("a");
            log.open("c");
            reader.read(&mut log).unwrap();
            let mut rewritten = Chains::default();
            for chain in chains {
                rewritten.open(chain);
            }

            let found = reader.read(&mut rewritten);

            let is_broken = matches!(&found, Err(AuditHeadError::Broken { chain, .. }) if chain == REGISTER);
            assert!(is_broken, "{chains:?}: {found:?}");
        }
    }

    #[test]
    fn a_chain_without_its_last_record_has_no_head() {
        let mut log = Chains::default();
        log.open("a");
        log.write("a", "1");
        log.of("a").1.pop();

        let found = AuditHeadReader::default().read(&mut log);

        let is_broken = matches!(&found, Err(AuditHeadError::Broken { chain, broken: Broken::End { .. } }) if chain == "a");
        assert!(is_broken, "{found:?}");
    }
}
