//! Policies, tried out.

mod simulate_custom_policy;
mod simulate_principal_policy;

pub use simulate_custom_policy::*;
pub use simulate_principal_policy::*;
