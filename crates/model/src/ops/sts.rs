//! Security Token Service.

pub mod sessions;
