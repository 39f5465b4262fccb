//! The telephone numbers of instances.

mod describe_phone_number;
mod list_phone_numbers;
mod list_phone_numbers_v2;

pub use describe_phone_number::*;
pub use list_phone_numbers::*;
pub use list_phone_numbers_v2::*;
