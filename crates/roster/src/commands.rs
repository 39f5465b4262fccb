//! The subcommands, one file each.

mod access;
mod account;
mod audit;
mod env;
mod explain;
mod serve;

pub(crate) use access::access;
pub(crate) use account::account;
pub(crate) use audit::audit;
pub(crate) use env::env;
pub(crate) use explain::explain;
pub(crate) use serve::serve;
