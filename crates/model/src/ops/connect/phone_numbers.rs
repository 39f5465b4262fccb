//! The telephone numbers of instances.

mod list_phone_numbers;
mod list_phone_numbers_v2;

pub use list_phone_numbers::*;
pub use list_phone_numbers_v2::*;
