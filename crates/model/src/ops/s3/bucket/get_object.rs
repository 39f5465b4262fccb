//! GetObject.

use roster_model_derive::{operation, shape};

/// Returns a delivered file of the caller's account, with its signature if it is a digest file.
#[operation(service = S3, http = "GET /{Bucket}/{Key}", effect = Read, resources = "", exceptions = [NoSuchBucket, NoSuchKey], no_output)]
pub struct GetObject;

/// The input of `GetObject`.
#[shape]
pub struct GetObjectRequest {
    /// The bucket.
    pub bucket: String,
    /// The key.
    pub key: String,
}
