//! Keys that sign what is delivered of the audit.

use roster_model::shapes::Timestamp;
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use crate::key::Key;
use crate::record::{Entry, InAudit, Index, Kind, Record};

/// The public half of a signing key. It is kept for ever, as what it has signed is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct AuditSigningKey {
    /// What digest files call it.
    pub fingerprint: String,
    /// The public key: the base64 of its PKCS #1 DER.
    pub public_key: String,
    /// When it was made.
    pub created: Timestamp,
    /// When another key took its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired: Option<Timestamp>,
}

impl AuditSigningKey {
    /// By the time when it was made.
    pub const BY_TIME: &'static Index = &Self::KIND.indexes[0];

    /// Where the key of a fingerprint is kept.
    pub fn key_of(fingerprint: &str) -> Key {
        Key::new().text(fingerprint)
    }
}

impl Record for AuditSigningKey {
    const KIND: &'static Kind = &Kind {
        name: "audit_signing_key",
        indexes: &[Index { name: "created" }],
        in_audit: InAudit::Values,
        stamps: &[],
    };

    fn key(&self) -> Key {
        Self::key_of(&self.fingerprint)
    }

    fn entries(&self) -> Vec<Entry> {
        // Digits of one length are ordered as their numbers. No key is made before 1970.
        let created = format!("{:016}", self.created.milliseconds.max(0));
        vec![Entry {
            index: Self::BY_TIME,
            key: Key::new().text(&created).text(&self.fingerprint),
        }]
    }
}

/// The private half of a signing key, as long as it signs.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct AuditSigningSecret {
    /// The fingerprint of the key.
    pub fingerprint: String,
    /// The private key as PKCS #8 DER, encrypted with a master key.
    pub encrypted: String,
}

impl AuditSigningSecret {
    /// Where the private half of the key of a fingerprint is kept.
    pub fn key_of(fingerprint: &str) -> Key {
        Key::new().text(fingerprint)
    }
}

impl Record for AuditSigningSecret {
    const KIND: &'static Kind = &Kind {
        name: "audit_signing_secret",
        indexes: &[],
        in_audit: InAudit::Names,
        stamps: &[],
    };

    fn key(&self) -> Key {
        Self::key_of(&self.fingerprint)
    }

    fn entries(&self) -> Vec<Entry> {
        Vec::new()
    }
}
