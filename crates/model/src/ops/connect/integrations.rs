//! What instances are associated with.

mod list_bots;
mod list_integration_associations;
mod list_lex_bots;

pub use list_bots::*;
pub use list_integration_associations::*;
pub use list_lex_bots::*;
