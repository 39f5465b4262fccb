//! The body of a row, with the record that it was decoded to.

use std::any::Any;
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use roster_domain::Record;

use crate::error::StoreError;

/// The bytes of a row. Clones share them, and from the second decoding on also the decoded record: so an engine
/// with a cache saves decoding although bodies are opaque to it.
#[derive(Clone)]
pub struct Body(Arc<Shared>);

struct Shared {
    bytes: Box<[u8]>,
    /// Whether they were ever decoded. A body that is decoded once is often replaced next; keeping its record would
    /// cost a clone, and a drop on another thread, for nothing.
    was_decoded: AtomicBool,
    record: OnceLock<Box<dyn Any + Send + Sync>>,
}

impl Body {
    /// The record in this body.
    pub(crate) fn record<R: Record>(&self) -> Result<R, StoreError> {
        let decoded = self.0.record.get().and_then(|record| record.downcast_ref::<R>());
        if let Some(record) = decoded {
            return Ok(record.clone());
        }
        let record: R = decode(self)?;
        if self.0.was_decoded.swap(true, Ordering::Relaxed) {
            // Another thread may have set the same record.
            _ = self.0.record.set(Box::new(record.clone()));
        }
        Ok(record)
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Arc::new(Shared {
            bytes: bytes.into(),
            was_decoded: AtomicBool::new(false),
            record: OnceLock::new(),
        }))
    }
}

impl Deref for Body {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0.bytes
    }
}

/// Decodes a record.
pub(crate) fn decode<R: Record>(body: &[u8]) -> Result<R, StoreError> {
    let corrupt =
        |byte: usize| StoreError::Corrupt(format!("a {} record cannot be read at byte {byte}", R::KIND.name));
    // Checking the whole once takes less time than checking each string in it.
    let text = std::str::from_utf8(body).map_err(|error| corrupt(error.valid_up_to() + 1))?;
    // serde's own text may contain a value, and values are personal data.
    serde_json::from_str(text).map_err(|error| corrupt(error.column()))
}

#[cfg(test)]
mod tests {
    use roster_domain::Id;
    use roster_domain::records::{HierarchyStructure, PasswordHash};

    use super::*;

    fn password() -> PasswordHash {
        let id = Id::from_random([7; 16]);
        PasswordHash {
            instance_id: id.clone(),
            user_id: id,
            password: "$argon2id$".into(),
        }
    }

    fn body() -> Body {
        serde_json::to_vec(&password()).unwrap().into()
    }

    #[test]
    fn a_body_is_decoded_no_more_than_twice() {
        let body = body();
        for is_kept in [false, true, true] {
            assert!(body.clone().record() == Ok(password()));
            assert_eq!(body.0.record.get().is_some(), is_kept);
        }
    }

    #[test]
    fn a_record_of_one_kind_is_not_returned_as_another() {
        let body = body();
        for _ in 0..2 {
            assert!(body.clone().record() == Ok(password()));
        }
        let other: Result<HierarchyStructure, _> = body.clone().record();
        assert!(matches!(other, Err(StoreError::Corrupt(_))));
    }
}
