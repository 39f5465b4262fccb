//! How far the chains of the audit are delivered or exported.

use roster_domain::audit::{AuditRecord, Broken, ChainHead, ChainedRecord, Head, REGISTER, verify_link};
use roster_store::{AuditLog, Checkpoints, StoreError, read_record, require_record};
use serde::{Deserialize, Serialize};

use crate::error::DeliveryError;

/// How many records are read at once.
const CHUNK: usize = 1000;

/// A record of each chain: how far the chains are delivered, or where they end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position(Vec<ChainPosition>);

/// A record of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct ChainPosition {
    chain: String,
    #[serde(flatten)]
    head: Head,
}

/// Whether a reader wants more.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wants {
    More,
    /// This record was the last.
    NoMore,
}

impl Position {
    /// The ends of all chains of records.
    pub fn end(log: &mut dyn AuditLog) -> Result<Self, StoreError> {
        let chains = log.chains()?.into_iter();
        let of_records = chains.filter(|ChainHead { chain, .. }| chain != REGISTER);
        let end = of_records.map(|ChainHead { chain, head }| ChainPosition { chain, head });
        Ok(Self(end.collect()))
    }

    /// The last record of a chain; the beginning of a chain that is not known.
    pub fn of(&self, chain: &str) -> Head {
        let known = self.0.iter().find(|position| position.chain == chain);
        known.map(|position| position.head).unwrap_or_default()
    }

    /// The records, as heads of their chains.
    pub(crate) fn chain_heads(&self) -> impl Iterator<Item = ChainHead> {
        self.0.iter().map(|ChainPosition { chain, head }| ChainHead {
            chain: chain.clone(),
            head: *head,
        })
    }

    /// Moves on to a record of a chain.
    pub fn advance(&mut self, chain: &str, head: Head) {
        match self.0.iter_mut().find(|position| position.chain == chain) {
            Some(position) => position.head = head,
            None => self.0.push(ChainPosition {
                chain: chain.to_owned(),
                head,
            }),
        }
    }

    /// Makes sure that every chain still has the record of this position, unless that was removed under a checkpoint. `end` is
    /// where the chains end.
    ///
    /// # Errors
    ///
    /// If a chain is missing, or its record has another hash or is gone.
    pub fn check(
        &self,
        log: &mut dyn AuditLog,
        checkpoints: &Checkpoints,
        end: &Self,
    ) -> Result<(), DeliveryError> {
        for ChainPosition { chain, head } in &self.0 {
            if end.0.iter().all(|position| position.chain != *chain) {
                return Err(broken(chain, Broken::Missing));
            }
            let chain_end = ChainHead {
                chain: chain.clone(),
                head: end.of(chain),
            };
            let Err(fault) = require_record(log, &chain_end, *head)? else {
                continue;
            };
            let is_there = matches!(fault, Broken::Replaced { .. });
            if is_there || checkpoints.beginning(log, &chain_end)? != *head {
                return Err(broken(chain, fault));
            }
        }
        Ok(())
    }

    /// The position as a checkpoint of each chain. Only for a position that is trusted, such as a cursor.
    pub fn checkpoints(&self) -> Checkpoints {
        Checkpoints::new(self.chain_heads().collect())
    }

    /// The earlier of two positions, chain by chain.
    pub(crate) fn earlier(&self, other: &Self) -> Self {
        let both = self.0.iter().filter_map(|ChainPosition { chain, head }| {
            let theirs = other.of(chain);
            let head = if theirs.sequence < head.sequence {
                theirs
            } else {
                *head
            };
            (head.sequence > 0).then(|| ChainPosition {
                chain: chain.clone(),
                head,
            })
        });
        Self(both.collect())
    }

    /// Shows `look` every record behind this position and before `end`, in the order of each chain, until it wants no more.
    /// Gives the position behind the last that it was shown. A chain that is new begins at its checkpoint, if it has one.
    ///
    /// # Errors
    ///
    /// If a chain does not go on from here, or is not what was written.
    pub(crate) fn read(
        &self,
        log: &mut dyn AuditLog,
        checkpoints: &Checkpoints,
        end: &Self,
        mut look: impl FnMut(&ChainedRecord, &AuditRecord) -> Result<Wants, DeliveryError>,
    ) -> Result<Self, DeliveryError> {
        self.check(log, checkpoints, end)?;
        let (mut reached, mut wants) = (Vec::new(), Wants::More);
        for ChainPosition { chain, head: last } in &end.0 {
            let chain_head = ChainHead {
                chain: chain.clone(),
                head: *last,
            };
            let beginning = checkpoints.beginning(log, &chain_head)?;
            let mut head = self.of(chain);
            if head == Head::default() {
                head = beginning;
            }
            while wants == Wants::More && head.sequence < last.sequence {
                let records = log.after(chain, head.sequence, CHUNK)?;
                if records.is_empty() {
                    let (expected, found) = (*last, head);
                    return Err(broken(chain, Broken::End { expected, found }));
                }
                for chained in records {
                    if wants == Wants::NoMore || head.sequence == last.sequence {
                        break;
                    }
                    head = verify_link(&head, &chained).map_err(|fault| broken(chain, fault))?;
                    wants = look(&chained, &read_record(&chained)?)?;
                }
            }
            if head.sequence == last.sequence && head.hash != last.hash {
                let (expected, found) = (*last, head);
                return Err(broken(chain, Broken::End { expected, found }));
            }
            let chain = chain.clone();
            reached.push(ChainPosition { chain, head });
        }
        Ok(Self(reached))
    }
}

fn broken(chain: &str, broken: Broken) -> DeliveryError {
    DeliveryError::Broken {
        chain: chain.to_owned(),
        broken,
    }
}
