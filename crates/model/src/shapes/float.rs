//! Numbers with a fraction.

use serde::{Deserialize, Serialize};

use crate::stored::Stored;

/// A finite number that may have a fraction. Two are equal if their digits are.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Float(pub f64);

// JSON has no number that differs from itself.
impl Eq for Float {}

impl Stored for Float {}
