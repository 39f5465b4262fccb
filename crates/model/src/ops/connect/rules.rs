//! What is done when something happens.

mod list_rules;

pub use list_rules::*;
