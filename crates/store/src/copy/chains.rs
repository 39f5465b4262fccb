//! The audit: every chain as it is, and a register that tells where each of them ends.

use roster_domain::audit::{AuditRecord, Head, Left, REGISTER, Register, Sealed, position};

use super::{CopyError, Copying, PAGE, Placed, Source, Step};
use crate::error::StoreError;

/// What the audit is called in reports.
pub(super) const AUDIT: &str = "audit";
/// How many digits of its first hash name a chain that had no name.
const NAME_DIGITS: usize = 16;

/// A chain of the source.
pub(super) struct Chain {
    /// Its name there.
    pub(super) theirs: String,
    /// Its name here, and its end.
    pub(super) ours: Left,
}

/// The chains of a source that has any records in them. A chain without a name gets one that is as
/// good as the others': it follows from its first record.
pub(super) fn chains(source: &mut dyn Source) -> Result<Vec<Chain>, CopyError> {
    let mut chains = Vec::new();
    for left in source.chains().map_err(CopyError::Source)? {
        if left.chain == REGISTER && left.head == Head::default() {
            continue;
        }
        let theirs = left.chain.clone();
        let name = if theirs.is_empty() {
            let first = source.records(&theirs, 0, 1).map_err(CopyError::Source)?;
            let Some(first) = first.first() else { continue };
            first.sealed.hash.to_string()[..NAME_DIGITS].to_owned()
        } else {
            theirs.clone()
        };
        let ours = Left { chain: name, ..left };
        chains.push(Chain { theirs, ours });
    }
    Ok(chains)
}

impl Copying<'_> {
    /// Brings what the target lacks of each chain.
    pub(super) fn bring_chains(&mut self) -> Result<(), CopyError> {
        let chains = chains(self.source)?;
        self.refuse_another_source(&chains)?;
        self.begin(Step::Copy, AUDIT);
        chains.iter().try_for_each(|chain| self.bring_chain(chain))
    }

    /// A copy of the same source ends, in each chain, with a record that the source has too.
    fn refuse_another_source(&mut self, chains: &[Chain]) -> Result<(), CopyError> {
        for left in self.target.chains().map_err(CopyError::Target)? {
            let Some(last) = self.last_record(&left.chain)? else {
                continue;
            };
            let chain = chains.iter().find(|chain| chain.ours.chain == left.chain);
            let chain = chain.ok_or(CopyError::Other)?;
            let records = self
                .source
                .records(&chain.theirs, last.sequence.saturating_sub(1), 1);
            let records = records.map_err(CopyError::Source)?;
            let is_same =
                |record: &Placed| record.sealed.sequence == last.sequence && record.sealed.hash == last.hash;
            if !records.first().is_some_and(is_same) {
                return Err(CopyError::Other);
            }
        }
        Ok(())
    }

    fn bring_chain(&mut self, chain: &Chain) -> Result<(), CopyError> {
        let last = self.last_record(&chain.ours.chain)?;
        let mut after = last.map_or(0, |last| last.sequence);
        self.tell(after);
        loop {
            let records = self.source.records(&chain.theirs, after, PAGE);
            let mut records = records.map_err(CopyError::Source)?;
            if chain.theirs.is_empty() {
                self.place(&mut records)?;
            }
            let appended = self.target.append(&chain.ours, &records);
            appended.map_err(CopyError::Target)?;
            self.tell(records.len() as u64);
            match records.last() {
                Some(last) if records.len() == PAGE => after = last.sealed.sequence,
                _ => return Ok(()),
            }
        }
    }

    /// Gives records of the chain without a name, which is younger than all others, their places.
    fn place(&mut self, records: &mut [Placed]) -> Result<(), CopyError> {
        let last = self.target.last_position().map_err(CopyError::Target)?;
        records.iter_mut().fold(last, |last, record| {
            // Nobody else chooses, so that nothing is left to chance.
            let next = position(milliseconds(&record.sealed), last, 0);
            record.position = Some(next);
            next
        });
        Ok(())
    }

    fn last_record(&mut self, chain: &str) -> Result<Option<Head>, CopyError> {
        self.target.last_record(chain).map_err(CopyError::Target)
    }

    /// Whether the source has more by now than what was copied: whatever is done leaves a record.
    pub(super) fn has_source_changed(&mut self) -> Result<bool, CopyError> {
        let before = self.source.chains().map_err(CopyError::Source)?;
        self.source.look_again().map_err(CopyError::Source)?;
        Ok(self.source.chains().map_err(CopyError::Source)? != before)
    }

    /// Lets the register tell where each chain ends, and the target be served.
    pub(super) fn finish(&mut self) -> Result<(), CopyError> {
        let chains = self.target.chains().map_err(CopyError::Target)?;
        let (register, mut head) = self.register()?;
        let mut records = Vec::new();
        for event in register.closing(&chains) {
            let body = serde_json::to_vec(&event)
                .map_err(|error| CopyError::Target(StoreError::Engine(error.to_string())))?;
            head = head.link(&body);
            let Head { sequence, hash } = head;
            let sealed = Sealed { sequence, body, hash };
            let position = None;
            records.push(Placed { sealed, position });
        }
        let chain = REGISTER.to_owned();
        let finished = self.target.finish(&Left { chain, head }, &records);
        finished.map_err(CopyError::Target)
    }

    /// What the target's register says, and where it ends.
    fn register(&mut self) -> Result<(Register, Head), CopyError> {
        let (mut register, mut head) = <(Register, Head)>::default();
        loop {
            let records = self.target.records(REGISTER, head.sequence, PAGE);
            let records = records.map_err(CopyError::Target)?;
            if records.is_empty() {
                return Ok((register, head));
            }
            for Placed { sealed, .. } in records {
                register.read(&sealed).map_err(CopyError::Register)?;
                let Sealed { sequence, hash, .. } = sealed;
                head = Head { sequence, hash };
            }
        }
    }
}

/// When a record was written; 0 if it does not say so, as one that somebody has edited.
fn milliseconds(sealed: &Sealed) -> i64 {
    let record = serde_json::from_slice::<AuditRecord>(&sealed.body);
    record.map_or(0, |record| record.time.milliseconds)
}
