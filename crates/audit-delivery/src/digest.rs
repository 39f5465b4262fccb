//! Digest files: what was delivered since the last one, and the signature that chains them.
//! Source: the CloudTrail user guide, "CloudTrail digest file structure", and what the AWS CLI's `validate-logs` asks for.

use std::io::Read;

use flate2::read::GzDecoder;
use roster_domain::AccountRegion;
use roster_domain::audit::Hash;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::bucket::Bucket;
use crate::error::DeliveryError;
use crate::log_file::compressed;
use crate::object_keys;
use crate::position::Position;
use crate::signing_key::{PublicKey, SigningKey};
use crate::times::displayed;

/// How signatures are made, as digest files and S3 say it.
pub(crate) const SIGNATURE_ALGORITHM: &str = "SHA256withRSA";

/// How large a digest file may be, before it was compressed.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// What a digest file says.
#[expect(clippy::struct_field_names, reason = "they are CloudTrail's")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Digest {
    pub(crate) aws_account_id: String,
    #[serde(with = "displayed")]
    pub(crate) digest_start_time: OffsetDateTime,
    #[serde(with = "displayed")]
    pub(crate) digest_end_time: OffsetDateTime,
    #[serde(rename = "digestS3Bucket")]
    pub(crate) digest_s3_bucket: String,
    #[serde(rename = "digestS3Object")]
    pub(crate) digest_s3_object: String,
    pub(crate) digest_public_key_fingerprint: String,
    pub(crate) digest_signature_algorithm: String,
    pub(crate) newest_event_time: Option<String>,
    pub(crate) oldest_event_time: Option<String>,
    #[serde(rename = "previousDigestS3Bucket")]
    pub(crate) previous_digest_s3_bucket: Option<String>,
    #[serde(rename = "previousDigestS3Object")]
    pub(crate) previous_digest_s3_object: Option<String>,
    pub(crate) previous_digest_hash_value: Option<Hash>,
    pub(crate) previous_digest_hash_algorithm: Option<String>,
    pub(crate) previous_digest_signature: Option<String>,
    pub(crate) log_files: Vec<LoggedFile>,
    /// How far the audit is delivered with this digest: from here the next one goes on.
    pub(crate) roster_audit_position: Position,
    /// The trails that had records when this digest was made.
    pub(crate) roster_audit_trails: Vec<TrailName>,
}

/// A log file that a digest names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LoggedFile {
    #[serde(rename = "s3Bucket")]
    pub(crate) s3_bucket: String,
    #[serde(rename = "s3Object")]
    pub(crate) s3_object: String,
    pub(crate) hash_value: Hash,
    pub(crate) hash_algorithm: String,
    #[serde(with = "displayed")]
    pub(crate) newest_event_time: OffsetDateTime,
    #[serde(with = "displayed")]
    pub(crate) oldest_event_time: OffsetDateTime,
}

/// A trail: an account in a Region.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TrailName {
    pub(crate) account: String,
    pub(crate) region: String,
}

impl From<&AccountRegion> for TrailName {
    fn from(AccountRegion { account, region, .. }: &AccountRegion) -> Self {
        Self {
            account: account.to_string(),
            region: region.to_string(),
        }
    }
}

/// What a new digest is about.
pub(crate) struct Contents {
    pub(crate) end: OffsetDateTime,
    pub(crate) log_files: Vec<LoggedFile>,
    pub(crate) position: Position,
    pub(crate) trails: Vec<TrailName>,
}

/// A digest with its signature, in hexadecimal digits, and the hash of its text.
pub(crate) struct SignedDigest {
    pub(crate) digest: Digest,
    pub(crate) signature: String,
    hash: Hash,
}

impl SignedDigest {
    /// Makes and signs the digest behind `previous`, for a bucket; gives the bytes of its file, too.
    pub(crate) fn new(
        bucket: &Bucket,
        trail: &AccountRegion,
        previous: Option<&Self>,
        contents: Contents,
        key: &SigningKey,
    ) -> Result<(Self, Vec<u8>), DeliveryError> {
        let Contents {
            end,
            log_files,
            position,
            trails,
        } = contents;
        let oldest = log_files.iter().map(|file| file.oldest_event_time).min();
        let newest = log_files.iter().map(|file| file.newest_event_time).max();
        let start = match previous {
            Some(previous) => previous.digest.digest_end_time,
            None => oldest.map_or(end, |oldest| oldest.min(end)),
        };
        let of_previous = |text: fn(&Self) -> String| previous.map(text);
        let digest = Digest {
            aws_account_id: trail.account.to_string(),
            digest_start_time: start,
            digest_end_time: end,
            digest_s3_bucket: bucket.name().to_owned(),
            digest_s3_object: bucket.key(&object_keys::digest(trail, end)),
            digest_public_key_fingerprint: key.public().fingerprint(),
            digest_signature_algorithm: SIGNATURE_ALGORITHM.to_owned(),
            newest_event_time: newest.map(displayed::of),
            oldest_event_time: oldest.map(displayed::of),
            previous_digest_s3_bucket: of_previous(|previous| previous.digest.digest_s3_bucket.clone()),
            previous_digest_s3_object: of_previous(|previous| previous.digest.digest_s3_object.clone()),
            previous_digest_hash_value: previous.map(|previous| previous.hash),
            previous_digest_hash_algorithm: of_previous(|_| "SHA-256".to_owned()),
            previous_digest_signature: of_previous(|previous| previous.signature.clone()),
            log_files,
            roster_audit_position: position,
            roster_audit_trails: trails,
        };
        let text = serde_json::to_vec(&digest).map_err(|error| DeliveryError::Encoding(error.to_string()))?;
        let hash = Hash::of(&text);
        let signature = hex::encode(key.sign(&signed_text(&digest, &hash))?);
        let bytes = compressed(&text, Some(&signature))?;
        let signed = Self {
            digest,
            signature,
            hash,
        };
        Ok((signed, bytes))
    }

    /// The digest in a file, if one of these public keys has signed it.
    pub(crate) fn read(bytes: &[u8], public_keys: &[PublicKey]) -> Option<Self> {
        let (text, signature) = decompressed(bytes)?;
        let digest: Digest = serde_json::from_slice(&text).ok()?;
        let hash = Hash::of(&text);
        let signature_bytes = hex::decode(&signature).ok()?;
        let mut public_keys = public_keys.iter();
        let signer = public_keys.find(|key| key.fingerprint() == digest.digest_public_key_fingerprint)?;
        let is_signed = signer.accepts(&signed_text(&digest, &hash), &signature_bytes);
        is_signed.then_some(Self {
            digest,
            signature,
            hash,
        })
    }

    /// Whether it was made for this key in a bucket.
    pub(crate) fn is_of(&self, bucket: &Bucket, key: &str) -> bool {
        self.digest.digest_s3_bucket == bucket.name() && self.digest.digest_s3_object == bucket.key(key)
    }

    /// Whether it comes behind another digest of its trail, or is the first.
    pub(crate) fn follows(&self, previous: Option<&Self>) -> bool {
        let follows = self.digest.previous_digest_signature.as_deref();
        follows == previous.map(|previous| &*previous.signature)
            && previous.is_none_or(|previous| previous.digest.digest_end_time < self.digest.digest_end_time)
    }
}

/// The signature in the head of a digest file, in hexadecimal digits; none of what is no digest file.
pub(crate) fn signature(bytes: &[u8]) -> Option<String> {
    let decoder = GzDecoder::new(bytes);
    let comment = decoder.header()?.comment()?;
    let is_signature = !comment.is_empty() && comment.iter().all(u8::is_ascii_hexdigit);
    let text = std::str::from_utf8(comment).ok()?;
    is_signature.then(|| text.to_owned())
}

fn decompressed(bytes: &[u8]) -> Option<(Vec<u8>, String)> {
    let signature = signature(bytes)?;
    let mut text = Vec::new();
    let mut limited = GzDecoder::new(bytes).take(MAX_BYTES);
    limited.read_to_end(&mut text).ok()?;
    Some((text, signature))
}

/// What is signed of a digest.
fn signed_text(digest: &Digest, hash: &Hash) -> String {
    let end = displayed::of(digest.digest_end_time);
    let previous = digest.previous_digest_signature.as_deref().unwrap_or("null");
    format!(
        "{end}\n{}/{}\n{hash}\n{previous}",
        digest.digest_s3_bucket, digest.digest_s3_object
    )
}
