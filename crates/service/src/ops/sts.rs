//! Security Token Service.

mod sessions;
