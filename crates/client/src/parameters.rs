//! The parameters of a call.

/// Members of a request and their values, in the order in which they are sent.
pub type Parameters = serde_json::Map<String, serde_json::Value>;
