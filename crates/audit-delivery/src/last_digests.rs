//! The last digest of each trail among delivered files, and the heads of the audit's chains that it has.

use roster_domain::AccountRegion;
use roster_domain::audit::ChainHead;

use crate::destination::DeliveredFiles;
use crate::digest::SignedDigest;
use crate::error::DeliveryError;
use crate::object_keys::{self, ROOT};
use crate::signing_key::PublicKey;

/// The heads of chains that the last digest of each trail has: how far each trail was delivered.
///
/// # Errors
///
/// If none of the keys signed the last digest of a trail, or the files cannot be read.
pub fn delivered_heads(
    files: &dyn DeliveredFiles,
    public_keys: &[PublicKey],
) -> Result<Vec<ChainHead>, DeliveryError> {
    let mut heads = Vec::new();
    for trail in trails(files)? {
        if let Some(last) = last_digest(files, &trail, public_keys)? {
            heads.extend(last.digest.roster_audit_position.chain_heads());
        }
    }
    Ok(heads)
}

/// The trails of which there are, or were, digests.
pub(crate) fn trails(files: &dyn DeliveredFiles) -> Result<Vec<AccountRegion>, DeliveryError> {
    let mut trails = Vec::new();
    for account in files.folders(&format!("{ROOT}/"))? {
        for region in files.folders(&format!("{account}CloudTrail-Digest/"))? {
            trails.extend(object_keys::trail_of_folder(&region));
        }
    }
    Ok(trails)
}

/// The last digest of a trail. A digest that no key of this database signed is refused: its position could skip records.
pub(crate) fn last_digest(
    files: &dyn DeliveredFiles,
    trail: &AccountRegion,
    public_keys: &[PublicKey],
) -> Result<Option<SignedDigest>, DeliveryError> {
    let Some(key) = files.last(&object_keys::digests(trail))? else {
        return Ok(None);
    };
    let object = files.read(&key)?;
    let read = object.and_then(|object| SignedDigest::read(&object.bytes, public_keys));
    match read.filter(|digest| digest.is_of(files.bucket(), &key)) {
        Some(digest) => Ok(Some(digest)),
        None => Err(DeliveryError::NotOurs(key)),
    }
}
