//! Links about primary addresses.

mod cancel_email_change;
mod confirm_email;
mod undo_email_change;
