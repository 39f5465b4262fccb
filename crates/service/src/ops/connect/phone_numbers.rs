//! The telephone numbers of instances.

mod list_phone_numbers_v2;
