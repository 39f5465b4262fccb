//! Which records of an instance can meet a search, as the entries of its index of terms show.

use std::collections::BTreeMap;

use roster_domain::records::Instance;
use roster_domain::search::{Comparison, Condition, Term};
use roster_domain::{BoxFuture, Index, Key, Record};
use roster_store::{Range, Transaction};

use super::{EXAMINED, Indexes};
use crate::refusal::Refusal;

/// A list of so few candidates needs no further condition to shorten it.
const FEW: usize = 100;

/// How many conditions of one search may read all entries of a field.
const SCANS: usize = 4;

/// How many entries one search may list. Conditions that come later do not narrow it down.
const ENTRIES: usize = 10 * EXAMINED;

/// The records that can meet a condition.
pub(super) enum Candidates {
    /// All of them.
    Listed(Listed),
    /// More than can be listed.
    Many(Many),
}

/// A list of candidates.
#[derive(Default)]
pub(super) struct Listed {
    /// The place of each, and the key of the record; in the order of places.
    pub(super) keys: BTreeMap<Vec<u8>, Key>,
    /// Whether each of them meets the condition.
    pub(super) is_exact: bool,
}

/// Candidates that are not listed. Where there are so many, those that a search wants are not far from each other.
pub(super) struct Many {
    /// Entries among which theirs are, in the order of names.
    pub(super) in_order: Entries,
    /// As many entries as records meet the condition; none if that is unknown.
    pub(super) counted: Option<Entries>,
}

/// The entries of an index that start with a prefix.
#[derive(Clone)]
pub(super) struct Entries {
    pub(super) index: &'static Index,
    pub(super) prefix: Key,
}

/// Looks up terms.
pub(super) struct Finder<'f, 'a, R> {
    transaction: &'f mut Transaction<'a>,
    instance: &'f Instance,
    indexes: &'f Indexes<R>,
    scans: usize,
    entries: usize,
}

impl<'f, 'a, R: Record> Finder<'f, 'a, R> {
    pub(super) const fn new(
        transaction: &'f mut Transaction<'a>,
        instance: &'f Instance,
        indexes: &'f Indexes<R>,
    ) -> Self {
        Self {
            transaction,
            instance,
            indexes,
            scans: 0,
            entries: 0,
        }
    }

    /// The records that can meet a condition.
    pub(super) fn find<'c>(
        &'c mut self,
        condition: &'c Condition,
    ) -> BoxFuture<'c, Result<Candidates, Refusal>> {
        Box::pin(async move {
            match condition {
                Condition::All(conditions) if conditions.is_empty() => {
                    let counted = Some(self.everything());
                    Ok(Candidates::Many(Many {
                        counted,
                        ..self.many()
                    }))
                }
                Condition::All(conditions) => self.all(conditions).await,
                Condition::Any(conditions) => self.any(conditions).await,
                Condition::Term(term) => self.term(term).await,
                Condition::Unindexed => Ok(Candidates::Many(self.many())),
            }
        })
    }

    /// The names of all records.
    fn everything(&self) -> Entries {
        Entries {
            index: self.indexes.by_name,
            prefix: Key::new().id(&self.instance.id),
        }
    }

    /// Candidates that may be anywhere.
    fn many(&self) -> Many {
        Many {
            in_order: self.everything(),
            counted: None,
        }
    }

    async fn all(&mut self, conditions: &[Condition]) -> Result<Candidates, Refusal> {
        let (scans, look_ups): (Vec<_>, Vec<_>) = conditions.iter().partition(|condition| is_scan(condition));
        let mut found: Option<Listed> = None;
        let mut in_order = None;
        let mut are_all_listed = true;
        for condition in look_ups.into_iter().chain(scans) {
            let is_short = |listed: &Listed| listed.keys.len() <= FEW || is_scan(condition);
            if found.as_ref().is_some_and(is_short) {
                are_all_listed = false;
                continue;
            }
            match self.find(condition).await? {
                Candidates::Listed(listed) => {
                    found = Some(match found {
                        Some(others) => others.also_in(&listed),
                        None => listed,
                    });
                }
                Candidates::Many(other) => {
                    are_all_listed = false;
                    // Entries of one term are fewer than all names.
                    in_order =
                        in_order.or((other.in_order.index == self.indexes.by_term).then_some(other.in_order));
                }
            }
        }
        Ok(match found {
            Some(mut listed) => {
                listed.is_exact &= are_all_listed;
                Candidates::Listed(listed)
            }
            None => Candidates::Many(Many {
                in_order: in_order.unwrap_or_else(|| self.everything()),
                counted: None,
            }),
        })
    }

    async fn any(&mut self, conditions: &[Condition]) -> Result<Candidates, Refusal> {
        let mut found = Listed {
            is_exact: true,
            ..Listed::default()
        };
        for condition in conditions {
            match self.find(condition).await? {
                Candidates::Listed(listed) => {
                    found.is_exact &= listed.is_exact;
                    found.keys.extend(listed.keys);
                }
                Candidates::Many(many) if conditions.len() == 1 => return Ok(Candidates::Many(many)),
                Candidates::Many(_) => return Ok(Candidates::Many(self.many())),
            }
            if found.keys.len() > EXAMINED {
                return Ok(Candidates::Many(self.many()));
            }
        }
        Ok(Candidates::Listed(found))
    }

    async fn term(&mut self, term: &Term) -> Result<Candidates, Refusal> {
        let index = self.indexes.by_term;
        let prefix = term.prefix(&self.instance.id);
        let contained = term.contained();
        self.scans += usize::from(contained.is_some());
        if self.scans > SCANS || self.entries > ENTRIES {
            return Ok(Candidates::Many(self.many()));
        }
        let range = Range {
            prefix: &prefix,
            after: None,
            limit: EXAMINED + 1,
        };
        let entries = self
            .transaction
            .entries::<R>(index, range, contained.as_deref())
            .await?;
        self.entries += entries.len();
        if entries.len() > EXAMINED {
            let entries = Entries { index, prefix };
            return Ok(Candidates::Many(match term.comparison() {
                Comparison::Exact => Many {
                    in_order: entries.clone(),
                    counted: Some(entries),
                },
                Comparison::StartsWith => Many {
                    in_order: self.everything(),
                    counted: Some(entries),
                },
                Comparison::Contains => self.many(),
            }));
        }
        let keys = entries.into_iter().filter(|found| term.is_in(&found.entry));
        let parts = self.indexes.order.parts;
        let keys = keys.filter_map(|found| Some((found.entry.last_parts(parts)?.to_vec(), found.key)));
        Ok(Candidates::Listed(Listed {
            keys: keys.collect(),
            is_exact: true,
        }))
    }
}

impl Listed {
    /// Those that are in the other list too.
    fn also_in(mut self, other: &Self) -> Self {
        self.keys.retain(|name, _| other.keys.contains_key(name));
        self.is_exact &= other.is_exact;
        self
    }
}

/// Whether a condition reads all entries of a field.
fn is_scan(condition: &Condition) -> bool {
    match condition {
        Condition::All(conditions) | Condition::Any(conditions) => conditions.iter().any(is_scan),
        Condition::Term(term) => term.comparison() == Comparison::Contains,
        Condition::Unindexed => false,
    }
}
