//! The body of a row, with the record that it was read as.

use std::any::Any;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use roster_domain::Record;

use crate::error::StoreError;

/// The bytes of a row. Clones share them, and the record that one of them was read as: an engine that
/// keeps bodies spares the reading without knowing what they say.
#[derive(Clone)]
pub struct Body(Arc<Shared>);

struct Shared {
    bytes: Box<[u8]>,
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
        if self.is_shared() {
            // Somebody else may have been faster, with the same.
            _ = self.0.record.set(Box::new(record.clone()));
        }
        Ok(record)
    }

    /// Whether anybody may ask for the record again.
    fn is_shared(&self) -> bool {
        Arc::strong_count(&self.0) > 1
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Arc::new(Shared {
            bytes: bytes.into(),
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
    fn a_body_that_somebody_keeps_is_read_once() {
        let kept = body();
        for _ in 0..2 {
            assert!(kept.clone().record() == Ok(password()));
            assert!(kept.0.record.get().is_some());
        }
    }

    #[test]
    fn a_body_that_nobody_keeps_keeps_no_record() {
        let alone = body();
        assert!(alone.record() == Ok(password()));
        assert!(alone.0.record.get().is_none());
    }

    #[test]
    fn what_was_read_as_one_kind_is_not_taken_for_another() {
        let kept = body();
        assert!(kept.clone().record() == Ok(password()));
        let other: Result<HierarchyStructure, _> = kept.clone().record();
        assert!(matches!(other, Err(StoreError::Corrupt(_))));
    }
}
