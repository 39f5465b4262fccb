//! Where the chains of an audit begin: at their first record, or behind a checkpoint under which older records were removed.

use roster_domain::audit::{ChainHead, Head, verify_link};

use crate::error::StoreError;
use crate::store::AuditLog;

/// The checkpoints of an audit that are proven to be a server's: the name of the chain when each was noted, and the last record that
/// was removed.
#[derive(Clone, Debug, Default)]
pub struct Checkpoints(Vec<ChainHead>);

impl Checkpoints {
    /// These checkpoints.
    pub const fn new(checkpoints: Vec<ChainHead>) -> Self {
        Self(checkpoints)
    }

    /// The head from which a chain goes on with the records that must be there: that of the newest checkpoint which the chain goes on
    /// from, and otherwise an empty one. Records up to a checkpoint may be there as long as they are being removed.
    ///
    /// # Errors
    ///
    /// If the log fails.
    pub fn beginning(&self, log: &mut dyn AuditLog, chain_head: &ChainHead) -> Result<Head, StoreError> {
        let ChainHead { chain, head } = chain_head;
        // A chain without a name gets one when it is copied.
        let of_chain = self
            .0
            .iter()
            .filter(|noted| noted.chain == *chain || noted.chain.is_empty());
        let mut noted: Vec<Head> = of_chain.map(|noted| noted.head).collect();
        noted.sort_unstable_by_key(|noted| std::cmp::Reverse(noted.sequence));
        for noted in noted.into_iter().filter(|noted| noted.sequence <= head.sequence) {
            let goes_on = if noted.sequence == head.sequence {
                noted.hash == head.hash
            } else {
                let next = log.after(chain, noted.sequence, 1)?;
                next.first().is_some_and(|next| verify_link(&noted, next).is_ok())
            };
            if goes_on {
                return Ok(noted);
            }
        }
        Ok(Head::default())
    }
}
