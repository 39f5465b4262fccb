//! Delivery of the audit as CloudTrail does it: log files, and digest files that are signed and chained, for
//! `aws cloudtrail validate-logs` to check. Why it is done so: docs/decisions/0058-delivery-of-the-audit.md.

mod bucket;
mod delivery;
mod destination;
mod digest;
mod error;
mod folder;
mod last_digests;
mod location;
mod log_file;
mod object_keys;
mod position;
#[cfg(feature = "s3")]
mod s3_bucket;
mod s3_location;
mod signing_key;
mod times;

pub use bucket::Bucket;
pub use delivery::{Delivered, Delivery, delivered};
pub use destination::{ConditionalWrites, DeliveredFiles, Destination, Object};
pub use error::DeliveryError;
pub use folder::{Folder, LockedFolder};
pub use last_digests::delivered_heads;
pub use location::Location;
pub use object_keys::{BUCKET, TRAIL, is_object_key};
pub use position::Position;
pub use s3_location::{S3Location, S3LocationError};
pub use signing_key::{KeyFault, PublicKey, SigningKey};
