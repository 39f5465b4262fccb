//! The telephone numbers of instances.

mod describe_phone_number;
mod list_phone_numbers_v2;
