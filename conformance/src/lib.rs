//! How far a server behaves as Amazon Connect does, as far as that shows on the wire.
//!
//! For every operation that Roster serves there are cases: made from the declarations ([`declared`]), and from the
//! rules of the guide's ledger ([`ledger`]). Each is a request, or a few, with the answer that AWS's model or
//! documentation asks for. What a case needs is first made by other calls, which `docs/reference/examples` records;
//! a server that cannot make it fails the case.
//!
//! `cargo xtask conformance` runs the cases against Roster, and against any other server by `--endpoint`.
#![allow(
    clippy::needless_pass_by_value,
    reason = "inputs are made where they are sent"
)]

pub mod caller;
pub mod case;
pub mod declared;
pub mod example;
pub mod expectation;
pub mod iam_user;
pub mod ledger;
pub mod measured;
pub mod page;
pub mod run;
pub mod scenario;
pub mod score;
pub mod servers;
pub mod stage;
