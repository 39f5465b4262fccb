//! Moving house: everything that one store keeps is brought into another, of any engine.
//!
//! Nobody here knows what a row says. The audit comes first, as it tells whether a target that holds
//! something already is a copy of this source. Then the tables are made to agree, page by page: what
//! an earlier copy has brought is found again, what has changed since is brought up to date, so that
//! one way starts, resumes and catches up. At the end both sides are read again and compared.

mod chains;
mod check;
mod tables;

use roster_domain::audit::{Broken, Head, Left, REGISTER, Sealed};
use roster_domain::records::{MasterKeyInUse, kinds};
use roster_domain::{Index, Kind, Record};
use thiserror::Error;

use crate::error::StoreError;

pub use check::{Content, Line};

/// How many pairs or records are on their way at once.
const PAGE: usize = 4_000;

/// What a store keeps, for whoever copies it.
pub trait Contents: Send {
    /// How many pairs a table has.
    fn count(&mut self, table: Table) -> Result<u64, StoreError>;

    /// The pairs of a table from a key on, in the order of their keys, at most `limit`.
    fn page(&mut self, table: Table, from: &[u8], limit: usize) -> Result<Vec<Pair>, StoreError>;

    /// Where each chain of the audit was left, in the order in which they were begun: the register
    /// first, if there is one, and the chain without a name last.
    fn chains(&mut self) -> Result<Vec<Left>, StoreError>;

    /// The records of a chain behind a number, in order, at most `limit`.
    fn records(&mut self, chain: &str, after: u64, limit: usize) -> Result<Vec<Placed>, StoreError>;
}

/// A store that is copied: as it was at one moment, whoever writes to it meanwhile.
pub trait Source: Contents {
    /// Shows the store as it is now.
    fn look_again(&mut self) -> Result<(), StoreError>;
}

/// A store that becomes a copy. Every verb is a transaction of its own, and fails once somebody else
/// has begun to copy into the same store.
pub trait Target: Contents {
    /// Marks the store as a copy that is not finished, which nobody serves.
    fn begin(&mut self) -> Result<Begun, StoreError>;

    /// Puts pairs into a table, in place of those with the same keys, and removes others.
    fn change(&mut self, table: Table, changes: &Changes) -> Result<(), StoreError>;

    /// Adds records to a chain, and notes where the chain was left.
    fn append(&mut self, left: &Left, records: &[Placed]) -> Result<(), StoreError>;

    /// The last record that a chain has; none of a chain without records.
    fn last_record(&mut self, chain: &str) -> Result<Option<Head>, StoreError>;

    /// The highest position of a record; 0 if there is none.
    fn last_position(&mut self) -> Result<i64, StoreError>;

    /// Adds the last records to the register, and takes the mark away.
    fn finish(&mut self, register: &Left, records: &[Placed]) -> Result<(), StoreError>;
}

/// What a target was found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begun {
    /// Without content, see [`has_content`]. The audit chains that were there are gone.
    Empty,
    /// Without content, but a server can write to it. It is left as it is.
    InUse,
    /// A copy that was not finished.
    Unfinished,
    /// Something else, which is left as it is.
    Full,
}

/// Whether a store has more than what a server writes when it starts: the fingerprint of its master key,
/// and audit chains without records.
///
/// # Errors
///
/// If the store fails.
pub fn has_content(store: &mut dyn Contents) -> Result<bool, StoreError> {
    for kind in kinds().filter(|kind| kind.name != MasterKeyInUse::KIND.name) {
        for table in Table::of(kind) {
            if store.count(table)? > 0 {
                return Ok(true);
            }
        }
    }
    let mut chains = store.chains()?.into_iter();
    Ok(chains.any(|left| left.chain != REGISTER && left.head != Head::default()))
}

/// A table of pairs.
#[derive(Clone, Copy, Debug)]
pub enum Table {
    /// The rows of a kind: keys and bodies.
    Rows(&'static Kind),
    /// The entries of an index: entries, and the keys of their rows.
    Entries(&'static Kind, &'static Index),
}

impl Table {
    /// Every table of every kind.
    pub fn all() -> impl Iterator<Item = Self> {
        kinds().flat_map(Self::of)
    }

    /// The tables of a kind.
    pub fn of(kind: &'static Kind) -> impl Iterator<Item = Self> {
        let entries = kind.indexes.iter().map(move |index| Self::Entries(kind, index));
        std::iter::once(Self::Rows(kind)).chain(entries)
    }

    /// Its name in a database.
    pub fn name(self) -> String {
        match self {
            Self::Rows(kind) => kind.name.to_owned(),
            Self::Entries(kind, index) => format!("{}_by_{}", kind.name, index.name),
        }
    }

    /// The names of its two columns.
    pub fn columns(self) -> (&'static str, &'static str) {
        match self {
            Self::Rows(_) => ("key", "body"),
            Self::Entries(..) => ("entry", "key"),
        }
    }
}

/// A row or an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Where it is.
    pub key: Vec<u8>,
    /// What is there.
    pub value: Vec<u8>,
}

/// What makes one table agree with another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The pairs that must be there.
    pub put: Vec<Pair>,
    /// The keys at which there must be nothing.
    pub gone: Vec<Vec<u8>>,
}

/// An audit record, and its place among those of all chains.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// The record.
    pub sealed: Sealed,
    /// Its place; none in the register, and where the engine writes one chain only.
    pub position: Option<i64>,
}

/// How far a copy has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub step: Step,
    /// The name of the kind, or `audit`.
    pub what: &'static str,
    /// How many rows, entries and audit records are done.
    pub done: u64,
    /// How many there are.
    pub total: u64,
}

/// A step of a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// What differs is brought to the target.
    Copy,
    /// Both sides are read and compared.
    Check,
}

/// What a copy has come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What was found on both sides, for each kind that has any records, and for the audit.
    pub lines: Vec<Line>,
    /// Whether the copy is good.
    pub end: End,
}

/// What is to become of a copy that is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It is finished, and can be served.
    Finish,
    /// It stays as it is, for another run that brings what has come until then.
    Wait,
}

/// How a copy ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Both sides are equal, and the target can be served.
    Finished,
    /// Both were equal, and the target waits for another run.
    Waiting,
    /// Both were equal, but the source has changed since. The target is not finished.
    Outdated,
    /// The sides differ. The target is not finished.
    Different,
}

/// A copy could not be made.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum CopyError {
    /// The target holds something else.
    #[error("the target is not empty, and what is in it is no unfinished copy: choose an empty one")]
    Full,
    /// A server can write to the target.
    #[error(
        "a server works on the target, or was killed less than 15 minutes ago: stop it, or wait; then run the same command again"
    )]
    InUse,
    /// The target holds a copy of another directory.
    #[error(
        "the target holds an unfinished copy of another directory: go on with that one, or choose an empty target"
    )]
    Other,
    /// The chain that tells of all others says what cannot be read.
    #[error(
        "the register of the source's audit cannot be read: {0}; see what `roster audit verify` says of it"
    )]
    Register(Broken),
    /// The source failed.
    #[error("the source cannot be read: {0}")]
    Source(StoreError),
    /// The target failed.
    #[error("the target cannot be written: {0}; the same command goes on from there")]
    Target(StoreError),
}

/// Makes the target a copy of the source, and tells of its progress.
///
/// # Errors
///
/// If either side fails, or the target holds something else. What was brought until then stays, and
/// the next copy goes on from there.
pub fn copy(
    source: &mut dyn Source,
    target: &mut dyn Target,
    then: Then,
    tell: &mut dyn FnMut(Progress),
) -> Result<Report, CopyError> {
    match target.begin().map_err(CopyError::Target)? {
        Begun::Empty | Begun::Unfinished => {}
        Begun::InUse => return Err(CopyError::InUse),
        Begun::Full => return Err(CopyError::Full),
    }
    let total = total(source).map_err(CopyError::Source)?;
    let mut copying = Copying {
        source,
        target,
        tell,
        progress: Progress {
            step: Step::Copy,
            what: "",
            done: 0,
            total,
        },
    };
    copying.bring_chains()?;
    for kind in kinds() {
        copying.bring(kind)?;
    }
    let lines = copying.check()?;
    let end = if lines.iter().any(|line| !line.is_equal()) {
        End::Different
    } else if then == Then::Wait {
        End::Waiting
    } else if copying.has_source_changed()? {
        End::Outdated
    } else {
        copying.finish()?;
        End::Finished
    };
    Ok(Report { lines, end })
}

fn total(source: &mut dyn Source) -> Result<u64, StoreError> {
    let chains = source.chains()?;
    let records: u64 = chains.iter().map(|left| left.head.sequence).sum();
    Table::all().try_fold(records, |total, table| Ok(total + source.count(table)?))
}

/// A copy that is being made.
struct Copying<'a> {
    source: &'a mut dyn Source,
    target: &'a mut dyn Target,
    tell: &'a mut dyn FnMut(Progress),
    progress: Progress,
}

impl Copying<'_> {
    /// Tells that something is begun.
    fn begin(&mut self, step: Step, what: &'static str) {
        if step != self.progress.step {
            self.progress.done = 0;
        }
        (self.progress.step, self.progress.what) = (step, what);
        self.tell(0);
    }

    /// Tells that so much more is done.
    fn tell(&mut self, done: u64) {
        self.progress.done += done;
        (self.tell)(self.progress);
    }
}
