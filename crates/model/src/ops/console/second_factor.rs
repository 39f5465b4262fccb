//! Second factors of users, where users sign in.

mod enroll_second_factor;
mod finish_sign_in;
mod open_second_factor;
mod renew_recovery_codes;

pub use enroll_second_factor::*;
pub use finish_sign_in::*;
pub use open_second_factor::*;
pub use renew_recovery_codes::*;
