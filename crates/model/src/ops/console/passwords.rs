//! Passwords of users.

mod change_password;
mod open_reset_link;
mod request_password_reset;
mod reset_password;

pub use change_password::*;
pub use open_reset_link::*;
pub use request_password_reset::*;
pub use reset_password::*;
