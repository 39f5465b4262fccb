//! Copying the audit: every chain as it is, and a register with the head of each.

use roster_domain::audit::{ChainHead, ChainedRecord, Head, REGISTER, Register, position};

use super::copying::{Copying, PAGE};
use super::report::{CopyError, Step};
use super::sides::{PositionedRecord, Source};
use crate::error::StoreError;

/// The name of the audit in reports.
pub(super) const AUDIT: &str = "audit";
/// How many digits of its first hash become the name of a chain without one.
const NAME_DIGITS: usize = 16;

/// A chain of the source.
pub(super) struct Chain {
    /// Its name in the source.
    pub(super) source_name: String,
    /// Its name in the target, and its head.
    pub(super) target: ChainHead,
}

/// The chains of a source, except an empty register. A chain without a name gets one from the hash of its first record,
/// and is left out if it has none.
pub(super) fn chains(source: &mut dyn Source) -> Result<Vec<Chain>, CopyError> {
    let mut chains = Vec::new();
    for chain_head in source.chains().map_err(CopyError::Source)? {
        if chain_head.chain == REGISTER && chain_head.head == Head::default() {
            continue;
        }
        let source_name = chain_head.chain.clone();
        let name = if source_name.is_empty() {
            let first = source.records(&source_name, 0, 1).map_err(CopyError::Source)?;
            let Some(first) = first.first() else { continue };
            first.chained.hash.to_string()[..NAME_DIGITS].to_owned()
        } else {
            source_name.clone()
        };
        let target = ChainHead {
            chain: name,
            ..chain_head
        };
        chains.push(Chain { source_name, target });
    }
    Ok(chains)
}

impl Copying<'_> {
    /// Copies the records of each chain that the target lacks.
    pub(super) fn copy_chains(&mut self) -> Result<(), CopyError> {
        let chains = chains(self.source)?;
        self.refuse_another_source(&chains)?;
        self.begin(Step::Copy, AUDIT);
        chains.iter().try_for_each(|chain| self.copy_chain(chain))
    }

    /// In a copy of the same source, the last record of each chain is a record of the source too.
    fn refuse_another_source(&mut self, chains: &[Chain]) -> Result<(), CopyError> {
        for chain_head in self.target.chains().map_err(CopyError::Target)? {
            let Some(last) = self.last_record(&chain_head.chain)? else {
                continue;
            };
            let chain = chains.iter().find(|chain| chain.target.chain == chain_head.chain);
            let chain = chain.ok_or(CopyError::OtherSource)?;
            let records = self
                .source
                .records(&chain.source_name, last.sequence.saturating_sub(1), 1);
            let records = records.map_err(CopyError::Source)?;
            let is_same = |record: &PositionedRecord| {
                record.chained.sequence == last.sequence && record.chained.hash == last.hash
            };
            if !records.first().is_some_and(is_same) {
                return Err(CopyError::OtherSource);
            }
        }
        Ok(())
    }

    fn copy_chain(&mut self, chain: &Chain) -> Result<(), CopyError> {
        let last = self.last_record(&chain.target.chain)?;
        let mut after = last.map_or(0, |last| last.sequence);
        self.copy_erasures(chain, after)?;
        self.advance(after);
        loop {
            let records = self.source.records(&chain.source_name, after, PAGE);
            let mut records = records.map_err(CopyError::Source)?;
            if chain.source_name.is_empty() {
                self.assign_positions(&mut records)?;
            }
            let appended = self.target.append(&chain.target, &records);
            appended.map_err(CopyError::Target)?;
            self.advance(records.len() as u64);
            match records.last() {
                Some(last) if records.len() == PAGE => after = last.chained.sequence,
                _ => return Ok(()),
            }
        }
    }

    /// Erases from the target what was erased from the source since it was copied, up to a number.
    fn copy_erasures(&mut self, chain: &Chain, until: u64) -> Result<(), CopyError> {
        let mut after = 0;
        while after < until {
            let source = self.source.records(&chain.source_name, after, PAGE);
            let source = source.map_err(CopyError::Source)?;
            let target = self.target.records(&chain.target.chain, after, PAGE);
            let target = target.map_err(CopyError::Target)?;
            let both = source.iter().zip(&target);
            let is_erased = |(source, target): &(&PositionedRecord, &PositionedRecord)| {
                source.chained.lacks_personal_values() && target.chained.personal.is_some()
            };
            let erased = both.filter(is_erased);
            let erased: Vec<_> = erased.map(|(source, _)| source.chained.sequence).collect();
            if !erased.is_empty() {
                let written = self.target.erase(&chain.target.chain, &erased);
                written.map_err(CopyError::Target)?;
            }
            after = match target.last() {
                Some(last) => last.chained.sequence,
                None => return Ok(()),
            };
        }
        Ok(())
    }

    /// Gives positions to records of the chain without a name, which is younger than all others.
    fn assign_positions(&mut self, records: &mut [PositionedRecord]) -> Result<(), CopyError> {
        let last = self.target.last_position().map_err(CopyError::Target)?;
        records.iter_mut().fold(last, |last, record| {
            // No other process chooses positions, so none has to be random.
            let next = position(milliseconds(&record.chained), last, 0);
            record.position = Some(next);
            next
        });
        Ok(())
    }

    fn last_record(&mut self, chain: &str) -> Result<Option<Head>, CopyError> {
        self.target.last_record(chain).map_err(CopyError::Target)
    }

    /// Whether the source has changed since the snapshot that was copied: every change leaves an audit record.
    pub(super) fn has_source_changed(&mut self) -> Result<bool, CopyError> {
        let before = self.source.chains().map_err(CopyError::Source)?;
        self.source.refresh().map_err(CopyError::Source)?;
        Ok(self.source.chains().map_err(CopyError::Source)? != before)
    }

    /// Writes the head of each chain to the register, and removes the mark.
    pub(super) fn finish(&mut self) -> Result<(), CopyError> {
        let chains = self.target.chains().map_err(CopyError::Target)?;
        let (register, mut head) = self.register()?;
        let mut records = Vec::new();
        for event in register.closing(&chains) {
            let body = serde_json::to_vec(&event)
                .map_err(|error| CopyError::Target(StoreError::Engine(error.to_string())))?;
            let chained = head.append(body);
            let position = None;
            records.push(PositionedRecord { chained, position });
        }
        let chain = REGISTER.to_owned();
        let finished = self.target.finish(&ChainHead { chain, head }, &records);
        finished.map_err(CopyError::Target)
    }

    /// The target's register, and its head.
    fn register(&mut self) -> Result<(Register, Head), CopyError> {
        let (mut register, mut head) = <(Register, Head)>::default();
        loop {
            let records = self.target.records(REGISTER, head.sequence, PAGE);
            let records = records.map_err(CopyError::Target)?;
            if records.is_empty() {
                return Ok((register, head));
            }
            for PositionedRecord { chained, .. } in records {
                register.read(&chained).map_err(CopyError::Register)?;
                let ChainedRecord { sequence, hash, .. } = chained;
                head = Head { sequence, hash };
            }
        }
    }
}

/// The time of a record; 0 if it has none because it was edited.
fn milliseconds(chained: &ChainedRecord) -> i64 {
    chained.time().map_or(0, |time| time.milliseconds)
}
