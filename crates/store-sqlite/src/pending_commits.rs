//! The commits that are not yet on disk. Readers of the database may already see them.

use std::collections::VecDeque;

use roster_domain::{Key, Kind};

use crate::value_cache::{RangeId, ValueCache};
use crate::write_set::WriteSet;

/// The pending commits, the oldest first.
#[derive(Default)]
pub(crate) struct PendingCommits {
    /// The number of each commit, and what it has written.
    commits: VecDeque<(u64, WriteSet)>,
    /// How many commits there have ever been, which is the number of the last.
    announced: u64,
    /// What they add their entries to.
    pub(crate) values: ValueCache,
}

/// How far commits have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Progress {
    /// The number of the last commit that a reader of the database may have seen.
    pub(crate) announced: u64,
    /// All commits up to this number are on disk or have failed.
    pub(crate) settled: u64,
}

impl PendingCommits {
    /// Adds a commit that is about to begin.
    pub(crate) fn announce(&mut self, writes: WriteSet) {
        self.announced += 1;
        self.values.add(writes.added());
        self.commits.push_back((self.announced, writes));
    }

    /// Removes the last commit, because it failed.
    pub(crate) fn withdraw_last(&mut self) {
        drop(self.commits.pop_back());
    }

    /// Removes the oldest commit, because it is on disk.
    pub(crate) fn take_oldest(&mut self) -> Option<WriteSet> {
        self.commits.pop_front().map(|(_, writes)| writes)
    }

    /// Asks for the values of a range to be packed.
    pub(crate) fn want_values(&mut self, range: RangeId<'_>) {
        let added = self.commits.iter().flat_map(|(_, writes)| writes.added());
        self.values.want(range, added);
    }

    pub(crate) fn progress(&self) -> Progress {
        let oldest = self.commits.front();
        Progress {
            announced: self.announced,
            settled: oldest.map_or(self.announced, |(number, _)| number - 1),
        }
    }

    /// Whether a pending commit may have written a row.
    pub(crate) fn contains(&self, kind: &Kind, key: &Key) -> bool {
        let mut commits = self.commits.iter();
        commits.any(|(_, writes)| writes.contains(kind, key))
    }
}
