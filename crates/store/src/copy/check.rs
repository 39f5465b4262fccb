//! Reading both sides again: how much there is, and a hash over all of it.

use std::thread;

use ring::digest::{Context, SHA256};
use roster_domain::Kind;
use roster_domain::audit::Hash;
use roster_domain::records::kinds;

use super::chains::{AUDIT, Chain, chains};
use super::tables::behind;
use super::{Contents, CopyError, Copying, PAGE, Step, Table};
use crate::error::StoreError;

/// What was found of a kind, or of the audit, on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The name of the kind, or `audit`.
    pub what: &'static str,
    /// What the source has.
    pub source: Content,
    /// What the target has.
    pub target: Content,
}

impl Line {
    /// Whether both have the same.
    pub fn is_equal(&self) -> bool {
        self.source == self.target
    }
}

/// What a store has of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Content {
    /// How many records.
    pub records: u64,
    /// How many entries in indexes; of the audit, how many chains.
    pub entries: u64,
    /// A hash over all of it, in its order.
    pub hash: Hash,
}

impl Copying<'_> {
    /// Compares everything. What neither side has is not told.
    pub(super) fn check(&mut self) -> Result<Vec<Line>, CopyError> {
        let chains = chains(self.source)?;
        let mut lines = Vec::new();
        for kind in kinds() {
            self.begin(Step::Check, kind.name);
            let line = self.compare(
                kind.name,
                |source| of_kind(source, kind),
                |target| of_kind(target, kind),
            )?;
            self.tell(line.source.records + line.source.entries);
            lines.push(line);
        }
        self.begin(Step::Check, AUDIT);
        let line = self.compare(
            AUDIT,
            |source| of_chains(source, chains.iter().map(|chain| chain.theirs.as_str())),
            |target| of_chains(target, ours(&chains)),
        )?;
        self.tell(line.source.records);
        lines.push(line);
        lines.retain(|line| line.source.records + line.target.records > 0);
        Ok(lines)
    }

    /// Reads both sides at once.
    fn compare(
        &mut self,
        what: &'static str,
        read_source: impl FnOnce(&mut dyn Contents) -> Result<Content, StoreError> + Send,
        read_target: impl FnOnce(&mut dyn Contents) -> Result<Content, StoreError>,
    ) -> Result<Line, CopyError> {
        let (theirs, ours) = (&mut *self.source, &mut *self.target);
        let (source, target) = thread::scope(|scope| {
            let source = scope.spawn(move || read_source(theirs));
            let target = read_target(ours);
            (source.join(), target)
        });
        let panicked = |_| Err(StoreError::Engine("reading it panicked".to_owned()));
        let source = source.unwrap_or_else(panicked).map_err(CopyError::Source)?;
        let target = target.map_err(CopyError::Target)?;
        Ok(Line { what, source, target })
    }
}

fn ours(chains: &[Chain]) -> impl Iterator<Item = &str> {
    chains.iter().map(|chain| chain.ours.chain.as_str())
}

fn of_kind(contents: &mut dyn Contents, kind: &'static Kind) -> Result<Content, StoreError> {
    let mut reading = Reading::new();
    let mut counts = Vec::new();
    for table in Table::of(kind) {
        counts.push(reading.table(contents, table)?);
    }
    Ok(reading.content(counts[0], counts[1..].iter().sum()))
}

fn of_chains<'c>(
    contents: &mut dyn Contents,
    chains: impl Iterator<Item = &'c str>,
) -> Result<Content, StoreError> {
    let mut reading = Reading::new();
    let (mut records, mut count) = (0, 0);
    let found = contents.chains()?;
    for chain in chains {
        for left in found.iter().filter(|left| left.chain == chain) {
            reading.add(&left.head.sequence.to_be_bytes());
            reading.add(&left.head.hash.0);
        }
        records += reading.chain(contents, chain)?;
        count += 1;
    }
    Ok(reading.content(records, count))
}

/// A hash of what is being read.
struct Reading(Context);

impl Reading {
    fn new() -> Self {
        Self(Context::new(&SHA256))
    }

    /// Reads a table; tells how many pairs it has.
    fn table(&mut self, contents: &mut dyn Contents, table: Table) -> Result<u64, StoreError> {
        let (mut from, mut count) = (Vec::new(), 0);
        loop {
            let page = contents.page(table, &from, PAGE)?;
            for pair in &page {
                self.add(&pair.key);
                self.add(&pair.value);
            }
            count += page.len() as u64;
            match page.last() {
                Some(last) if page.len() == PAGE => from = behind(&last.key),
                _ => break,
            }
        }
        // One table must not go over into the next unseen.
        self.add(&count.to_be_bytes());
        Ok(count)
    }

    /// Reads a chain; tells how many records it has.
    fn chain(&mut self, contents: &mut dyn Contents, chain: &str) -> Result<u64, StoreError> {
        let (mut after, mut count) = (0_u64, 0_u64);
        loop {
            let page = contents.records(chain, after, PAGE)?;
            for record in &page {
                self.add(&record.sealed.sequence.to_be_bytes());
                self.add(&record.sealed.hash.0);
                self.add(&record.sealed.body);
            }
            count += page.len() as u64;
            match page.last() {
                Some(last) if page.len() == PAGE => after = last.sealed.sequence,
                _ => break,
            }
        }
        self.add(&count.to_be_bytes());
        Ok(count)
    }

    fn add(&mut self, bytes: &[u8]) {
        self.0.update(&bytes.len().to_be_bytes());
        self.0.update(bytes);
    }

    fn content(self, records: u64, entries: u64) -> Content {
        let mut hash = Hash::default();
        hash.0.copy_from_slice(self.0.finish().as_ref());
        Content {
            records,
            entries,
            hash,
        }
    }
}
