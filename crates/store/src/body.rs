//! The body of a row, with the record that it was read as.

use std::any::Any;
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use roster_domain::Record;

use crate::error::StoreError;

/// The bytes of a row. Clones share them, and from the second reading of any on the record that they were
/// read as: an engine that keeps bodies spares the reading without knowing what they say.
#[derive(Clone)]
pub struct Body(Arc<Shared>);

struct Shared {
    bytes: Box<[u8]>,
    /// Whether they were ever read. What is read once is often replaced then, and a record would be made,
    /// and dropped on another thread, for nobody.
    was_read: AtomicBool,
    record: OnceLock<Box<dyn Any + Send + Sync>>,
}

impl Body {
    /// The record that this is the body of.
    pub(crate) fn record<R: Record>(&self) -> Result<R, StoreError> {
        let known = self.0.record.get().and_then(|record| record.downcast_ref::<R>());
        if let Some(record) = known {
            return Ok(record.clone());
        }
        let record: R = decode(self)?;
        if self.0.was_read.swap(true, Ordering::Relaxed) {
            // Somebody else may have been faster, with the same.
            _ = self.0.record.set(Box::new(record.clone()));
        }
        Ok(record)
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Arc::new(Shared {
            bytes: bytes.into(),
            was_read: AtomicBool::new(false),
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

/// The record that these bytes say.
pub(crate) fn decode<R: Record>(body: &[u8]) -> Result<R, StoreError> {
    // serde's own text may repeat a value, and values are personal data.
    serde_json::from_slice(body).map_err(|error| {
        StoreError::Corrupt(format!(
            "a {} record cannot be read at byte {}",
            R::KIND.name,
            error.column()
        ))
    })
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
    fn a_body_that_was_read_twice_is_read_no_more() {
        let kept = body();
        for is_known in [false, true, true] {
            assert!(kept.clone().record() == Ok(password()));
            assert_eq!(kept.0.record.get().is_some(), is_known);
        }
    }

    #[test]
    fn what_was_read_as_one_kind_is_not_taken_for_another() {
        let kept = body();
        for _ in 0..2 {
            assert!(kept.clone().record() == Ok(password()));
        }
        let other: Result<HierarchyStructure, _> = kept.clone().record();
        assert!(matches!(other, Err(StoreError::Corrupt(_))));
    }
}
