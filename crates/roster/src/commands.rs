//! The subcommands, one file each.

mod account;
mod audit;
mod completions;
mod env;
mod man;
mod serve;

pub(crate) use account::account;
pub(crate) use audit::audit;
pub(crate) use completions::{answer, completions};
pub(crate) use env::env;
pub(crate) use man::man;
pub(crate) use serve::serve;
