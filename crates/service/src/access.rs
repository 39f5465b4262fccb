//! Whether a caller may do what it asks for: which resources that is asked about, what is known of
//! the request, and what the caller's policies say to it.
//!
//! All that depends on the request alone is pure. What depends on stored records is left open, and
//! decided by a guard inside the transaction that carries the operation out
//! (docs/decisions/0014-where-access-is-decided.md).

mod attempt;
mod audit_replay;
mod bucket;
mod context;
mod decision;
mod grants;
mod guard;
mod keys;
mod lint;
mod request_attributes;
mod resources;
mod trust;
mod who_can;

pub use attempt::Attempt;
pub use audit_replay::{Asked, LeastPolicy, ReplayOutcome, replay};
pub use context::Circumstances;
pub use decision::Denied;
pub use grants::Grants;
pub(crate) use guard::Judgement;
pub use guard::{Guard, Permission};
pub use keys::{SUPPLIED, SuppliedKey, When};
pub use lint::{Finding, Lint, Linted, findings};
pub use who_can::{Condition, Holder, Right, Unanswered, WhoCan};

#[cfg(test)]
mod tests;
