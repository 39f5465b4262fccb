//! Sessions of users.

mod end_session;
mod sign_in;
mod sign_in_by_link;
mod sign_out;

pub use end_session::*;
pub use sign_in::*;
pub use sign_in_by_link::*;
pub use sign_out::*;
