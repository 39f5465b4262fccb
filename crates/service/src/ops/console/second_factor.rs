//! Second factors of users, where users sign in.

mod enroll_second_factor;
mod finish_sign_in;
mod open_second_factor;
mod renew_recovery_codes;
