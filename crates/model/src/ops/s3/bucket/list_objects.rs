//! ListObjects.

use roster_model_derive::{operation, shape};

/// Lists the delivered files of the caller's account.
#[operation(service = S3, http = "GET /{Bucket}", effect = Read, resources = "", exceptions = [NoSuchBucket], no_output)]
pub struct ListObjects;

/// The input of `ListObjects`.
#[shape]
pub struct ListObjectsRequest {
    /// The bucket.
    pub bucket: String,
    /// What keys start with.
    pub prefix: Option<String>,
    /// The key behind which the page starts.
    pub marker: Option<String>,
    /// How many keys a page may have; 1,000 by default, and at most.
    pub max_keys: Option<MaxKeys>,
    /// How keys are written: as they are, or percent-encoded.
    pub encoding_type: Option<EncodingType>,
}

/// How many keys a page may have.
#[shape(range(0, _))]
pub struct MaxKeys(pub i32);

/// How keys are written.
#[shape(as_written)]
#[allow(non_camel_case_types, reason = "the value as it is written")]
pub enum EncodingType {
    /// Percent-encoded.
    url,
}
