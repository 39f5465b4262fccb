//! What a copy reports.

use roster_domain::audit::{Broken, Hash};
use thiserror::Error;

use crate::error::StoreError;

/// How far a copy has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The current step.
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
    /// Differences are written to the target.
    Copy,
    /// Both sides are read and compared.
    Check,
}

/// The result of a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Both sides, for each kind that has records and for the audit.
    pub comparisons: Vec<Comparison>,
    /// How it ended.
    pub outcome: Outcome,
}

/// What to do with a copy that equals its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completion {
    /// Finish it, so that it can be served.
    Finish,
    /// Leave it unfinished, for another run that brings later changes.
    LeaveOpen,
}

/// How a copy ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Both sides are equal, and the target can be served.
    Finished,
    /// Both sides are equal, and the target is left unfinished for another run.
    LeftOpen,
    /// Both sides were equal, but the source has changed since. The target is not finished.
    Outdated,
    /// The sides differ. The target is not finished.
    Different,
}

/// Why a copy could not be made.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum CopyError {
    /// The target has content.
    #[error("the target is not empty, and what is in it is no unfinished copy: choose an empty one")]
    HasContent,
    /// A server can write to the target.
    #[error(
        "a server works on the target, or was killed less than 15 minutes ago: stop it, or wait; then run the same command again"
    )]
    InUse,
    /// The target is an unfinished copy of another directory.
    #[error(
        "the target holds an unfinished copy of another directory: go on with that one, or choose an empty target"
    )]
    OtherSource,
    /// The register of the audit chains is damaged.
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

/// A kind, or the audit, on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The name of the kind, or `audit`.
    pub what: &'static str,
    /// The source.
    pub source: Content,
    /// The target.
    pub target: Content,
}

impl Comparison {
    /// Whether both are equal.
    pub fn is_equal(&self) -> bool {
        self.source == self.target
    }
}

/// How much a store has of a kind or of the audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Content {
    /// How many records.
    pub records: u64,
    /// How many index entries; for the audit, how many chains.
    pub entries: u64,
    /// A hash over all of it, in order.
    pub hash: Hash,
}
