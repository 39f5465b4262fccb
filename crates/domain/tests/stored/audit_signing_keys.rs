//! Checkpoints of the audit, and keys that sign what is delivered of it.

use roster_domain::audit::Head;
use roster_domain::records::{AuditCheckpoint, AuditSigningKey, AuditSigningSecret};

use crate::sample::{Sample, TIME};

pub(crate) fn samples() -> Vec<Sample> {
    let fingerprint = "8eba5db5bea9b640d1c96a77256fe7f2".to_owned();
    vec![
        Sample::of(&AuditCheckpoint {
            chain: "c1".to_owned(),
            head: Head::default().link(b"a record"),
            time: TIME,
            seal: "AAECAw".to_owned(),
        }),
        Sample::of(&AuditSigningKey {
            fingerprint: fingerprint.clone(),
            public_key: "AAECAw==".to_owned(),
            created: TIME,
            retired: Some(TIME),
        }),
        Sample::of(&AuditSigningSecret {
            fingerprint,
            encrypted: "AAECAw".to_owned(),
        }),
    ]
}
