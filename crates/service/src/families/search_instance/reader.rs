//! Reads candidates in the order of their names.

use roster_domain::{Key, Record};
use roster_store::Transaction;

use super::candidates::{Candidates, Entries};
use crate::refusal::Refusal;

/// The candidates that were not read yet.
pub(super) struct Reader {
    source: Source,
    /// The place of the last that was read, in the order of names.
    pub(super) last: Option<Vec<u8>>,
    /// How many were read.
    pub(super) examined: usize,
    pub(super) is_at_end: bool,
}

enum Source {
    Listed(std::vec::IntoIter<(Vec<u8>, Key)>),
    Walk(Entries),
}

impl Reader {
    /// Starts at the first candidate, or behind a place.
    pub(super) fn new(candidates: Candidates, behind: Option<Vec<u8>>) -> Self {
        let source = match candidates {
            Candidates::Listed(listed) => {
                let is_ahead = |name: &Vec<u8>| behind.as_ref().is_none_or(|behind| name > behind);
                let keys = listed.keys.into_iter().filter(|(name, _)| is_ahead(name));
                Source::Listed(keys.collect::<Vec<_>>().into_iter())
            }
            Candidates::Many(many) => Source::Walk(many.in_order),
        };
        Self {
            source,
            last: behind,
            examined: 0,
            is_at_end: false,
        }
    }

    /// The next candidates, at most so many.
    pub(super) async fn next<R: Record>(
        &mut self,
        transaction: &mut Transaction<'_>,
        limit: usize,
    ) -> Result<Vec<R>, Refusal> {
        let records = match &mut self.source {
            Source::Listed(ahead) => {
                let (names, keys): (Vec<_>, Vec<_>) = ahead.by_ref().take(limit).unzip();
                self.is_at_end = ahead.len() == 0;
                self.last = names.into_iter().last().or(self.last.take());
                transaction.get_all(&keys).await?
            }
            Source::Walk(entries) => {
                let prefix = &entries.prefix;
                let after = self.last.as_ref();
                let after = after.map(|place| Key::from_bytes([prefix.as_bytes(), place].concat()));
                let page = transaction
                    .page(entries.index, prefix, after.as_ref(), limit)
                    .await?;
                self.is_at_end = page.next.is_none();
                let start = prefix.as_bytes().len();
                self.last = page.next.map(|entry| entry.as_bytes()[start..].to_vec());
                page.records
            }
        };
        self.examined += records.len();
        Ok(records)
    }

    /// How many candidates are wanted, as those that were read let expect.
    pub(super) async fn estimate<R: Record>(
        &self,
        transaction: &mut Transaction<'_>,
        wanted: usize,
    ) -> Result<u64, Refusal> {
        let wanted = wanted as u64;
        match &self.source {
            Source::Walk(entries) if !self.is_at_end => {
                let all = transaction.count::<R>(entries.index, &entries.prefix).await?;
                Ok(wanted * all / self.examined.max(1) as u64)
            }
            Source::Walk(_) | Source::Listed(_) => Ok(wanted),
        }
    }
}
