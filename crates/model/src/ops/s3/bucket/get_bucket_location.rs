//! GetBucketLocation.

use roster_model_derive::{operation, shape};

/// Says in which Region a bucket is: in the one of the caller's signature.
#[operation(service = S3, http = "GET /{Bucket}", effect = Read, resources = "", exceptions = [NoSuchBucket], no_output)]
pub struct GetBucketLocation;

/// The input of `GetBucketLocation`.
#[shape]
pub struct GetBucketLocationRequest {
    /// The bucket.
    pub bucket: String,
}
