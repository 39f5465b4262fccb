//! Keys that sign what is delivered of the audit.

use roster_domain::records::{AuditSigningKey, AuditSigningSecret};

use crate::sample::{Sample, TIME};

pub(crate) fn samples() -> Vec<Sample> {
    let fingerprint = "8eba5db5bea9b640d1c96a77256fe7f2".to_owned();
    vec![
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
