//! Links about primary addresses.

mod cancel_email_change;
mod confirm_email;
mod undo_email_change;

pub use cancel_email_change::*;
pub use confirm_email::*;
pub use undo_email_change::*;
