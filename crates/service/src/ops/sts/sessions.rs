//! Who calls, and temporary credentials.

mod get_caller_identity;
