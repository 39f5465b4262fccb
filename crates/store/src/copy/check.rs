//! Comparing both sides: counts, and a hash over everything.

use std::thread;

use ring::digest::{Context, SHA256};
use roster_domain::Kind;
use roster_domain::audit::Hash;
use roster_domain::records::kinds;

use super::chains::{AUDIT, Chain, chains};
use super::copying::{Copying, PAGE};
use super::report::{Comparison, Content, CopyError, Step};
use super::sides::{Contents, Table};
use super::tables::behind;
use crate::error::StoreError;

impl Copying<'_> {
    /// Compares everything. Kinds without records on both sides are left out.
    pub(super) fn compare(&mut self) -> Result<Vec<Comparison>, CopyError> {
        let chains = chains(self.source)?;
        let mut comparisons = Vec::new();
        for kind in kinds() {
            self.begin(Step::Check, kind.name);
            let comparison = self.read_both(
                kind.name,
                |source| of_kind(source, kind),
                |target| of_kind(target, kind),
            )?;
            self.advance(comparison.source.records + comparison.source.entries);
            comparisons.push(comparison);
        }
        self.begin(Step::Check, AUDIT);
        let comparison = self.read_both(
            AUDIT,
            |source| of_chains(source, chains.iter().map(|chain| chain.source_name.as_str())),
            |target| of_chains(target, target_names(&chains)),
        )?;
        self.advance(comparison.source.records);
        comparisons.push(comparison);
        comparisons.retain(|comparison| comparison.source.records + comparison.target.records > 0);
        Ok(comparisons)
    }

    /// Reads both sides at the same time.
    fn read_both(
        &mut self,
        what: &'static str,
        read_source: impl FnOnce(&mut dyn Contents) -> Result<Content, StoreError> + Send,
        read_target: impl FnOnce(&mut dyn Contents) -> Result<Content, StoreError>,
    ) -> Result<Comparison, CopyError> {
        let (source, target) = (&mut *self.source, &mut *self.target);
        let (source, target) = thread::scope(|scope| {
            let source = scope.spawn(move || read_source(source));
            let target = read_target(target);
            (source.join(), target)
        });
        let panicked = |_| Err(StoreError::Engine("reading it panicked".to_owned()));
        let source = source.unwrap_or_else(panicked).map_err(CopyError::Source)?;
        let target = target.map_err(CopyError::Target)?;
        Ok(Comparison { what, source, target })
    }
}

fn target_names(chains: &[Chain]) -> impl Iterator<Item = &str> {
    chains.iter().map(|chain| chain.target.chain.as_str())
}

fn of_kind(contents: &mut dyn Contents, kind: &'static Kind) -> Result<Content, StoreError> {
    let mut digest = ContentDigest::new();
    let mut counts = Vec::new();
    for table in Table::of(kind) {
        counts.push(digest.add_table(contents, table)?);
    }
    Ok(digest.content(counts[0], counts[1..].iter().sum()))
}

fn of_chains<'c>(
    contents: &mut dyn Contents,
    chains: impl Iterator<Item = &'c str>,
) -> Result<Content, StoreError> {
    let mut digest = ContentDigest::new();
    let (mut records, mut count) = (0, 0);
    let found = contents.chains()?;
    for chain in chains {
        for chain_head in found.iter().filter(|chain_head| chain_head.chain == chain) {
            digest.add(&chain_head.head.sequence.to_be_bytes());
            digest.add(&chain_head.head.hash.0);
        }
        records += digest.add_chain(contents, chain)?;
        count += 1;
    }
    Ok(digest.content(records, count))
}

/// A hash over content that is read page by page.
struct ContentDigest(Context);

impl ContentDigest {
    fn new() -> Self {
        Self(Context::new(&SHA256))
    }

    /// Adds a table; returns how many pairs it has.
    fn add_table(&mut self, contents: &mut dyn Contents, table: Table) -> Result<u64, StoreError> {
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
        // So that a pair at the end of one table differs from one at the begin of the next.
        self.add(&count.to_be_bytes());
        Ok(count)
    }

    /// Adds a chain; returns how many records it has.
    fn add_chain(&mut self, contents: &mut dyn Contents, chain: &str) -> Result<u64, StoreError> {
        let (mut after, mut count) = (0_u64, 0_u64);
        loop {
            let page = contents.records(chain, after, PAGE)?;
            for record in &page {
                self.add(&record.chained.sequence.to_be_bytes());
                self.add(&record.chained.hash.0);
                self.add(&record.chained.body);
                self.add(record.chained.personal.as_deref().unwrap_or_default());
            }
            count += page.len() as u64;
            match page.last() {
                Some(last) if page.len() == PAGE => after = last.chained.sequence,
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
