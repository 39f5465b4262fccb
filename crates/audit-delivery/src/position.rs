//! How far the chains of the audit are delivered.

use roster_domain::audit::{AuditRecord, Broken, ChainHead, ChainedRecord, Head, REGISTER, verify_link};
use roster_store::{AuditLog, StoreError, read_record};
use serde::{Deserialize, Serialize};

use crate::error::DeliveryError;

/// How many records are read at once.
const CHUNK: usize = 1000;

/// A record of each chain: how far the chains are delivered, or where they end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Position(Vec<ChainPosition>);

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
    pub(crate) fn end(log: &mut dyn AuditLog) -> Result<Self, StoreError> {
        let chains = log.chains()?.into_iter();
        let of_records = chains.filter(|ChainHead { chain, .. }| chain != REGISTER);
        let end = of_records.map(|ChainHead { chain, head }| ChainPosition { chain, head });
        Ok(Self(end.collect()))
    }

    /// The last record of a chain; the beginning of a chain that is not known.
    fn of(&self, chain: &str) -> Head {
        let known = self.0.iter().find(|position| position.chain == chain);
        known.map(|position| position.head).unwrap_or_default()
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
    /// Gives the position behind the last that it was shown.
    ///
    /// # Errors
    ///
    /// If a chain does not go on from here, or is not what was written.
    pub(crate) fn read(
        &self,
        log: &mut dyn AuditLog,
        end: &Self,
        mut look: impl FnMut(&ChainedRecord, &AuditRecord) -> Result<Wants, DeliveryError>,
    ) -> Result<Self, DeliveryError> {
        for ChainPosition { chain, .. } in &self.0 {
            if end.0.iter().all(|position| position.chain != *chain) {
                return Err(broken(chain, Broken::Missing));
            }
        }
        let (mut reached, mut wants) = (Vec::new(), Wants::More);
        for ChainPosition { chain, head: last } in &end.0 {
            let mut head = self.of(chain);
            require(log, chain, head, *last)?;
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

/// Makes sure that a chain still has the record that it was delivered to.
fn require(log: &mut dyn AuditLog, chain: &str, delivered: Head, last: Head) -> Result<(), DeliveryError> {
    let Some(before) = delivered.sequence.checked_sub(1) else {
        return Ok(());
    };
    let found = log.after(chain, before, 1)?.into_iter().next();
    match found {
        Some(found) if found.sequence == delivered.sequence && found.hash == delivered.hash => Ok(()),
        Some(_) => Err(broken(
            chain,
            Broken::Edited {
                sequence: delivered.sequence,
            },
        )),
        None => Err(broken(
            chain,
            Broken::End {
                expected: delivered,
                found: last,
            },
        )),
    }
}

fn broken(chain: &str, broken: Broken) -> DeliveryError {
    DeliveryError::Broken {
        chain: chain.to_owned(),
        broken,
    }
}
