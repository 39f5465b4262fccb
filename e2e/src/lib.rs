//! The end-to-end tests' ground: where the clients are, and how they get there.
//!
//! The tests themselves stand in `tests/e2e`. Each starts the real binary on a data directory of its
//! own and drives it as users do: with the AWS SDKs for Python, JavaScript and Rust, both versions of
//! the AWS CLI, and requests to the byte as other SDKs send them.

pub mod places;
pub mod setup;
