//! The caller's identity, and temporary credentials.

mod assume_role;
mod get_caller_identity;
