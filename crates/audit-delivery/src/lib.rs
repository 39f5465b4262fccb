//! Delivery of the audit as CloudTrail does it: log files, and digest files that are signed and chained, for
//! `aws cloudtrail validate-logs` to check. Why it is done so: docs/decisions/0058-delivery-of-the-audit.md.

mod delivery;
mod digest;
mod error;
mod folder;
mod log_file;
mod object_keys;
mod position;
mod signing_key;
mod times;

pub use delivery::{Delivered, Delivery};
pub use error::DeliveryError;
pub use folder::{Folder, LockedFolder, Object};
pub use object_keys::{BUCKET, TRAIL, is_object_key};
pub use signing_key::{KeyFault, PublicKey, SigningKey};
