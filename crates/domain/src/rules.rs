//! The rules, one file each. A rule sees a change and the state it would change, and says every
//! way in which it is broken; those of one request are told together.

mod breach;
pub mod credentials;
pub mod identity_info;
pub mod instance;
pub mod phone;
pub mod username;

pub use breach::{Breach, Fault};
