//! CloudTrail's rules for delivered files.

use std::io::Read;

use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use flate2::read::GzDecoder;
use roster_audit_delivery::{DeliveredFiles, PublicKey};
use roster_domain::audit::Hash;
use serde_json::Value;

/// The text of a file, and its signature.
pub(crate) fn text_of(files: &dyn DeliveredFiles, key: &str) -> Option<(Vec<u8>, Option<String>)> {
    let object = files.read(key).unwrap()?;
    let mut text = Vec::new();
    GzDecoder::new(&*object.bytes).read_to_end(&mut text).unwrap();
    Some((text, object.signature))
}

/// Follows the digests of a Region back from the last one, and returns the requests in their log files, in order.
///
/// # Errors
///
/// The first fault of a digest or a log file.
pub(crate) fn validate(
    files: &dyn DeliveredFiles,
    public_keys: &[PublicKey],
    region: &str,
) -> Result<Vec<String>, String> {
    let mut requests = Vec::new();
    let of_account = |account: &String| {
        files
            .last(&format!("{account}CloudTrail-Digest/{region}/"))
            .unwrap()
    };
    let mut next = files.folders("AWSLogs/").unwrap().iter().find_map(of_account);
    while let Some(key) = next {
        let (text, signature) = text_of(files, &key).ok_or(format!("{key} is missing"))?;
        let digest: Value = serde_json::from_slice(&text).unwrap();
        let previous = digest["previousDigestSignature"].as_str().unwrap_or("null");
        let signed = format!(
            "{}\n{}/{}\n{}\n{previous}",
            digest["digestEndTime"].as_str().unwrap(),
            digest["digestS3Bucket"].as_str().unwrap(),
            digest["digestS3Object"].as_str().unwrap(),
            Hash::of(&text),
        );
        let fingerprint = digest["digestPublicKeyFingerprint"].as_str().unwrap();
        let public = public_keys
            .iter()
            .find(|key| key.fingerprint() == fingerprint)
            .unwrap();
        let der = BASE64_STANDARD.decode(public.to_base64()).unwrap();
        let signature = hex::decode(signature.unwrap()).unwrap();
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, der)
            .verify(signed.as_bytes(), &signature)
            .map_err(|_| format!("{key} is not signed"))?;
        assert_eq!(key_of(files, &digest["digestS3Object"]), Some(key));
        let mut of_digest = Vec::new();
        for file in digest["logFiles"].as_array().unwrap() {
            let key = key_of(files, &file["s3Object"]).unwrap();
            let (text, _) = text_of(files, &key).ok_or(format!("{key} is missing"))?;
            if file["hashValue"] != Hash::of(&text).to_string() {
                return Err(format!("{key} is another file"));
            }
            let log: Value = serde_json::from_slice(&text).unwrap();
            let records = log["Records"].as_array().unwrap().iter();
            of_digest.extend(records.map(|record| record["requestID"].as_str().unwrap().to_owned()));
        }
        requests.splice(0..0, of_digest);
        next = key_of(files, &digest["previousDigestS3Object"]);
    }
    Ok(requests)
}

/// The key of a delivered file that a digest names.
fn key_of(files: &dyn DeliveredFiles, object: &Value) -> Option<String> {
    let object = object.as_str()?;
    let key = match files.bucket().prefix() {
        Some(prefix) => object.strip_prefix(prefix)?.strip_prefix('/')?,
        None => object,
    };
    Some(key.to_owned())
}
