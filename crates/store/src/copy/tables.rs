//! Making the tables agree.

use std::collections::HashMap;

use roster_domain::Kind;

use super::{Changes, CopyError, Copying, PAGE, Pair, Step, Table};

impl Copying<'_> {
    /// Makes the tables of a kind agree.
    pub(super) fn bring(&mut self, kind: &'static Kind) -> Result<(), CopyError> {
        self.begin(Step::Copy, kind.name);
        Table::of(kind).try_for_each(|table| self.bring_table(table))
    }

    fn bring_table(&mut self, table: Table) -> Result<(), CopyError> {
        let mut from = Vec::new();
        loop {
            let theirs = self.source.page(table, &from, PAGE);
            let theirs = theirs.map_err(CopyError::Source)?;
            let ours = self.target.page(table, &from, PAGE);
            let ours = ours.map_err(CopyError::Target)?;
            let end = known_end(&[&theirs, &ours]);
            let (theirs, ours) = (up_to(&theirs, end), up_to(&ours, end));
            let changes = changes(theirs, ours);
            if changes != Changes::default() {
                let written = self.target.change(table, &changes);
                written.map_err(CopyError::Target)?;
            }
            self.tell(theirs.len() as u64);
            match end {
                Some(end) => from = behind(end),
                None => return Ok(()),
            }
        }
    }
}

/// The last key up to which all pages are known; none where all have come to the end of the table.
fn known_end<'p>(pages: &[&'p [Pair]]) -> Option<&'p [u8]> {
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

/// What makes our part of a table agree with theirs.
fn changes(theirs: &[Pair], ours: &[Pair]) -> Changes {
    let mut left: HashMap<_, _> = ours.iter().map(|pair| (&pair.key, &pair.value)).collect();
    let differs = |pair: &&Pair| left.remove(&pair.key) != Some(&pair.value);
    let put = theirs.iter().filter(differs).cloned().collect();
    let gone = left.into_keys().cloned().collect();
    Changes { put, gone }
}
