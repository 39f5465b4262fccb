//! A value of a type that is stored, with every member filled.

use roster_domain::{Id, Record};
use roster_model::shapes::Timestamp;
use roster_model::stored::Stored;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A stored type with a value of it.
pub(crate) struct Sample {
    /// The kind of record, or another name.
    pub(crate) name: &'static str,
    /// The value, as it is stored.
    pub(crate) json: String,
    /// Reads what was stored and writes it again.
    pub(crate) rewrite: fn(&str) -> serde_json::Result<String>,
}

impl Sample {
    /// A value of a type that is stored as it stands.
    pub(crate) fn new<T: Stored + Serialize + DeserializeOwned>(name: &'static str, value: &T) -> Self {
        Self {
            name,
            json: serde_json::to_string(value).expect("JSON"),
            rewrite: |json| serde_json::to_string(&serde_json::from_str::<T>(json)?),
        }
    }

    /// A record.
    pub(crate) fn of<R: Record>(record: &R) -> Self {
        Self::new(R::KIND.name, record)
    }
}

/// An id.
pub(crate) fn id(number: u8) -> Id {
    Id::parse(&format!("a1b2c3d4-5678-90ab-cdef-0000000000{number:02}")).expect("an id")
}

/// A time with milliseconds.
pub(crate) const TIME: Timestamp = Timestamp {
    milliseconds: 1_795_256_130_250,
};
