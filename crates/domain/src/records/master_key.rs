//! Which master key the secrets are encrypted with. The key itself is never stored.

use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use crate::key::Key;
use crate::record::{Entry, InAudit, Kind, Record};

/// The master key that new secrets are encrypted with. A store has one such record at most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct MasterKeyInUse {
    /// The fingerprint of the key.
    pub fingerprint: String,
    /// The fingerprint of the key before it, until no secret is encrypted with that one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
}

impl MasterKeyInUse {
    /// Where the record is kept.
    pub fn place() -> Key {
        Key::new().text("in use")
    }
}

impl Record for MasterKeyInUse {
    const KIND: &'static Kind = &Kind {
        name: "master_key",
        indexes: &[],
        in_audit: InAudit::Values,
        stamps: &[],
    };

    fn key(&self) -> Key {
        Self::place()
    }

    fn entries(&self) -> Vec<Entry> {
        Vec::new()
    }
}
