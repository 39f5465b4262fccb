//! What agents do now.

mod get_current_user_data;

pub use get_current_user_data::*;
