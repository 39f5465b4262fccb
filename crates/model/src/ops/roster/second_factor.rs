//! Second factors of users.

mod delete_second_factor;

pub use delete_second_factor::*;
