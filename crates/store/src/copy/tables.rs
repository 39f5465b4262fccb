//! Copying the tables.

use std::collections::HashMap;

use roster_domain::Kind;

use super::copying::{Copying, PAGE};
use super::report::{CopyError, Step};
use super::sides::{Changes, Pair, Table};

impl Copying<'_> {
    /// Makes the target's tables of a kind equal to the source's.
    pub(super) fn copy_kind(&mut self, kind: &'static Kind) -> Result<(), CopyError> {
        self.begin(Step::Copy, kind.name);
        Table::of(kind).try_for_each(|table| self.copy_table(table))
    }

    fn copy_table(&mut self, table: Table) -> Result<(), CopyError> {
        let mut from = Vec::new();
        loop {
            let source = self.source.page(table, &from, PAGE);
            let source = source.map_err(CopyError::Source)?;
            let target = self.target.page(table, &from, PAGE);
            let target = target.map_err(CopyError::Target)?;
            let end = common_end(&[&source, &target]);
            let (source, target) = (up_to(&source, end), up_to(&target, end));
            let changes = changes(source, target);
            if changes != Changes::default() {
                let written = self.target.change(table, &changes);
                written.map_err(CopyError::Target)?;
            }
            self.advance(source.len() as u64);
            match end {
                Some(end) => from = behind(end),
                None => return Ok(()),
            }
        }
    }
}

/// The last key that all pages cover; `None` if all of them reach the end of the table.
fn common_end<'p>(pages: &[&'p [Pair]]) -> Option<&'p [u8]> {
    let full = pages.iter().filter(|page| page.len() == PAGE);
    full.filter_map(|page| page.last())
        .map(|pair| pair.key.as_slice())
        .min()
}

fn up_to<'p>(page: &'p [Pair], end: Option<&[u8]>) -> &'p [Pair] {
    match end {
        Some(end) => &page[..page.partition_point(|pair| pair.key.as_slice() <= end)],
        None => page,
    }
}

/// The first key behind another.
pub(super) fn behind(key: &[u8]) -> Vec<u8> {
    [key, &[0]].concat()
}

/// The changes that make a part of the target equal to the source.
fn changes(source: &[Pair], target: &[Pair]) -> Changes {
    let mut rest: HashMap<_, _> = target.iter().map(|pair| (&pair.key, &pair.value)).collect();
    let differs = |pair: &&Pair| rest.remove(&pair.key) != Some(&pair.value);
    let put = source.iter().filter(differs).cloned().collect();
    let deleted = rest.into_keys().cloned().collect();
    Changes { put, deleted }
}
