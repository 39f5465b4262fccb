//! Signatures of what a webhook gets. Source: Standard Webhooks (standardwebhooks.com), version 1.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ring::digest::{SHA256, digest};
use ring::hmac::{self, HMAC_SHA256};

use crate::target::SettingsError;

/// What the text of a key begins with.
const PREFIX: &str = "whsec_";

/// How long a key may be, in bytes.
const KEY_BYTES: std::ops::RangeInclusive<usize> = 24..=64;

/// How much of the hash of a body names it, in bytes.
const ID_BYTES: usize = 16;

/// A key that both sides know.
pub(super) struct SigningKey(hmac::Key);

impl SigningKey {
    /// The key that a text spells: `whsec_`, and base64 of 24 to 64 bytes.
    pub(super) fn parse(text: &str) -> Result<Self, SettingsError> {
        let bytes = text
            .strip_prefix(PREFIX)
            .and_then(|base64| BASE64_STANDARD.decode(base64).ok())
            .filter(|bytes| KEY_BYTES.contains(&bytes.len()));
        let bytes = bytes.ok_or_else(|| {
            SettingsError("a signing key is whsec_ and base64 of 24 to 64 bytes".to_owned())
        })?;
        Ok(Self(hmac::Key::new(HMAC_SHA256, &bytes)))
    }

    /// The headers of a request. The id is the same as often as a body is sent.
    pub(super) fn headers(&self, body: &str, now: SystemTime) -> [(&'static str, String); 3] {
        let id = BASE64_URL.encode(&digest(&SHA256, body.as_bytes()).as_ref()[..ID_BYTES]);
        let id = format!("msg_{id}");
        let timestamp = now
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default()
            .as_secs()
            .to_string();
        let signed = format!("{id}.{timestamp}.{body}");
        let signature = BASE64_STANDARD.encode(hmac::sign(&self.0, signed.as_bytes()));
        [
            ("webhook-id", id),
            ("webhook-timestamp", timestamp),
            ("webhook-signature", format!("v1,{signature}")),
        ]
    }
}

const BASE64_URL: base64::engine::GeneralPurpose = base64::prelude::BASE64_URL_SAFE_NO_PAD;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_signature_covers_id_time_and_body() {
        let key = SigningKey::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();

        let [id, timestamp, signature] = key.headers("{}\n", UNIX_EPOCH + Duration::from_secs(1_614_265_330));

        assert_eq!(id.1, "msg_yj0WO6sFU4GCciYUBWjzvg");
        assert_eq!(timestamp, ("webhook-timestamp", "1614265330".to_owned()));
        assert_eq!(
            signature,
            (
                "webhook-signature",
                "v1,iuwWF5mVcxMPixbl7MmpR2Rcqg1O58UVGPusrsFe5uM=".to_owned()
            )
        );
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in [
            "",
            "secret",
            "whsec_",
            "whsec_c2hvcnQ=",
            "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        ] {
            assert!(SigningKey::parse(text).is_err(), "{text}");
        }
    }
}
