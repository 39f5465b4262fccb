//! ListPublicKeys.

use roster_model_derive::{operation, shape};

use crate::shapes::Timestamp;

/// Lists the public keys whose private halves have signed digest files in a stretch of time.
#[operation(
    service = CloudTrail,
    effect = Read,
    resources = "",
    exceptions = [InvalidTimeRange, UnsupportedOperation, OperationNotPermitted, InvalidToken],
    pages = "PublicKeyList",
)]
pub struct ListPublicKeys;

/// The input of `ListPublicKeys`.
#[shape]
pub struct ListPublicKeysRequest {
    /// The time before which keys had signed for the last time that are left out.
    pub start_time: Option<Timestamp>,
    /// The time after which keys signed for the first time that are left out.
    pub end_time: Option<Timestamp>,
    /// Where the page starts. All keys are on one page.
    pub next_token: Option<String>,
}

/// The output of `ListPublicKeys`.
#[shape]
pub struct ListPublicKeysResponse {
    /// The keys, the oldest first.
    pub public_key_list: Option<PublicKeyList>,
    /// Where the next page starts: absent, as all keys are on one page.
    pub next_token: Option<String>,
}

/// Public keys.
#[shape]
pub struct PublicKeyList(pub Vec<PublicKey>);

/// A public key.
#[shape]
pub struct PublicKey {
    /// Its PKCS #1 DER.
    pub value: Option<ByteBuffer>,
    /// When it was made.
    pub validity_start_time: Option<Timestamp>,
    /// When it signs no more.
    pub validity_end_time: Option<Timestamp>,
    /// What digest files call it.
    pub fingerprint: Option<String>,
}

/// Bytes, as the base64 of them.
#[shape]
pub struct ByteBuffer(pub String);
