//! What a delivery asks of the place that it delivers to.

use crate::bucket::Bucket;
use crate::digest::{SIGNATURE_ALGORITHM, signature};
use crate::error::DeliveryError;

/// A delivered file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its signature in hexadecimal digits, if it is a digest file.
    pub signature: Option<String>,
}

impl Object {
    /// How signatures are made.
    pub const SIGNATURE_ALGORITHM: &'static str = SIGNATURE_ALGORITHM;

    /// The file of these bytes.
    pub fn new(bytes: Vec<u8>) -> Self {
        let signature = signature(&bytes);
        Self { bytes, signature }
    }
}

/// Delivered files, which have keys as the objects of a bucket have.
pub trait DeliveredFiles {
    /// The bucket that digests name.
    fn bucket(&self) -> &Bucket;

    /// The file of a key; none if it was not delivered.
    fn read(&self, key: &str) -> Result<Option<Object>, DeliveryError>;

    /// The keys of the files and folders in a folder, in the order of the keys below them. Folders end with a slash.
    fn entries(&self, folder: &str) -> Result<Vec<String>, DeliveryError>;

    /// The last key below a folder.
    fn last(&self, folder: &str) -> Result<Option<String>, DeliveryError> {
        let mut entries = self.entries(folder)?;
        entries.reverse();
        for entry in entries {
            let last = if entry.ends_with('/') {
                self.last(&entry)?
            } else {
                Some(entry)
            };
            if last.is_some() {
                return Ok(last);
            }
        }
        Ok(None)
    }

    /// The folders directly in a folder.
    fn folders(&self, folder: &str) -> Result<Vec<String>, DeliveryError> {
        let mut entries = self.entries(folder)?;
        entries.retain(|entry| entry.ends_with('/'));
        Ok(entries)
    }
}

/// Delivered files to which others are added.
pub trait Destination: DeliveredFiles {
    /// Writes the file of a key. It appears complete or not at all, and is durable when this returns.
    fn write(&self, key: &str, bytes: &[u8]) -> Result<(), DeliveryError>;

    /// What keeps deliveries that run at once from following the same digest; none if a lock keeps all others out.
    fn conditional_writes(&self) -> Option<&dyn ConditionalWrites>;
}

/// Files that only the first of several writers makes.
pub trait ConditionalWrites {
    /// Makes the file of a key; false if it is there.
    fn create(&self, key: &str, bytes: &[u8]) -> Result<bool, DeliveryError>;
}
