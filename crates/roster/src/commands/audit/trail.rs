//! The records of all chains as one trail, in the order of their times.

use std::collections::VecDeque;

use anyhow::Context;
use roster_domain::audit::{AuditRecord, REGISTER, Sealed};
use roster_store::AuditLog;

use super::CHUNK;

/// A record, and the chain that it is in; the name is empty where there is one only.
pub(super) struct Found {
    pub(super) chain: String,
    pub(super) sealed: Sealed,
    pub(super) record: AuditRecord,
}

/// Where somebody who reads all chains has come to.
pub(super) struct Trail {
    after: u64,
    chains: Vec<Chain>,
}

struct Chain {
    name: String,
    /// The last record that was read.
    last: u64,
    ahead: VecDeque<(Sealed, AuditRecord)>,
}

impl Trail {
    /// From behind a record of a chain on.
    pub(super) fn behind(after: u64) -> Self {
        Self {
            after,
            chains: Vec::new(),
        }
    }

    /// Looks for what has come since, in new chains too.
    pub(super) fn look(&mut self, log: &mut dyn AuditLog) -> anyhow::Result<()> {
        for left in log.chains()? {
            let known = self.chains.iter().any(|chain| chain.name == left.chain);
            if !known && left.chain != REGISTER {
                self.chains.push(Chain {
                    name: left.chain,
                    last: self.after,
                    ahead: VecDeque::new(),
                });
            }
        }
        self.chains.iter_mut().try_for_each(|chain| chain.fill(log))
    }

    /// The earliest record that was not read yet; none until somebody looks again.
    pub(super) fn next(&mut self, log: &mut dyn AuditLog) -> anyhow::Result<Option<Found>> {
        // A tie goes to the chain that was begun first.
        let earliest = self
            .chains
            .iter_mut()
            .filter_map(|chain| Some((chain.ahead.front()?.1.time.milliseconds, chain)))
            .min_by_key(|(time, _)| *time);
        let Some((_, chain)) = earliest else {
            return Ok(None);
        };
        let found = chain.ahead.pop_front().map(|(sealed, record)| Found {
            chain: chain.name.clone(),
            sealed,
            record,
        });
        chain.fill(log)?;
        Ok(found)
    }
}

impl Chain {
    /// Reads on if there is nothing left of what was read.
    fn fill(&mut self, log: &mut dyn AuditLog) -> anyhow::Result<()> {
        if !self.ahead.is_empty() {
            return Ok(());
        }
        for sealed in log.after(&self.name, self.last, CHUNK)? {
            self.last = sealed.sequence;
            let record = serde_json::from_slice(&sealed.body)
                .with_context(|| format!("record {} cannot be read", sealed.sequence))?;
            self.ahead.push_back((sealed, record));
        }
        Ok(())
    }
}
