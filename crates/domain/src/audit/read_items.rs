//! What a record says that sums up reads.

use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

/// What was read by the requests that a record sums up, such as users.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct ReadItems {
    /// How many different items.
    pub different: u64,
    /// The ids of the first few.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub first: Vec<Box<str>>,
}
