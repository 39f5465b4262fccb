//! Where chains of the audit begin whose older records were removed.

use roster_model::shapes::Timestamp;
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use crate::audit::Head;
use crate::key::Key;
use crate::record::{Entry, InAudit, Index, Kind, Record};

/// The last record of a chain that was removed, with all before it. It is noted before they are removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct AuditCheckpoint {
    /// The name of the chain, when it was noted.
    pub chain: String,
    /// The number of the record, and its hash.
    pub head: Head,
    /// When it was noted.
    pub time: Timestamp,
    /// The proof that a server noted it: the same, encrypted with a master key.
    pub seal: String,
}

impl AuditCheckpoint {
    /// By chain and hash.
    pub const BY_CHAIN: &'static Index = &Self::KIND.indexes[0];

    /// Where the checkpoints of a chain start in [`Self::BY_CHAIN`].
    pub fn of_chain(chain: &str) -> Key {
        Key::new().text(chain)
    }

    /// Where the checkpoint at the record with this hash is kept.
    pub fn key_of(head: &Head) -> Key {
        Key::new().text(&head.hash.to_string())
    }
}

impl Record for AuditCheckpoint {
    const KIND: &'static Kind = &Kind {
        name: "audit_checkpoint",
        indexes: &[Index { name: "chain" }],
        in_audit: InAudit::Values,
        stamps: &["Seal"],
    };

    fn key(&self) -> Key {
        Self::key_of(&self.head)
    }

    fn entries(&self) -> Vec<Entry> {
        let hash = self.head.hash.to_string();
        vec![Entry {
            index: Self::BY_CHAIN,
            key: Self::of_chain(&self.chain).text(&hash),
        }]
    }
}
