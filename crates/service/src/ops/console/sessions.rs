//! Sessions of users.

mod end_session;
mod sign_in;
mod sign_out;
