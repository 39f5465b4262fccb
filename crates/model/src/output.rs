//! The output of an operation, whatever its type.

use serde::Serialize;
use serde_json::Value;

/// Most outputs are no longer as JSON, and are written without a reallocation.
const USUAL_BYTES: usize = 1024;

/// The output of an operation, whatever its type. Each type has its own compiled code for it, because every answer
/// goes through it.
pub trait Output: Send + Sync {
    /// The output as JSON.
    ///
    /// # Errors
    ///
    /// If it cannot be serialized, which no shape of the API allows.
    fn to_json(&self) -> serde_json::Result<Vec<u8>>;

    /// The output as a value.
    ///
    /// # Errors
    ///
    /// If it cannot be serialized, which no shape of the API allows.
    fn to_value(&self) -> serde_json::Result<Value>;
}

impl<T: Serialize + Send + Sync> Output for T {
    fn to_json(&self) -> serde_json::Result<Vec<u8>> {
        let mut json = Vec::with_capacity(USUAL_BYTES);
        serde_json::to_writer(&mut json, self)?;
        Ok(json)
    }

    fn to_value(&self) -> serde_json::Result<Value> {
        serde_json::to_value(self)
    }
}
