//! The subcommands, one file each.

mod access;
mod account;
mod attack_demo;
mod audit;
mod bulk;
mod completions;
mod copy;
mod env;
mod explain;
mod guard;
mod instance;
mod jobs;
mod key;
mod login;
mod mail;
mod man;
mod second_factor;
mod serve;

pub(crate) use access::access;
pub(crate) use account::account;
pub(crate) use attack_demo::attack_demo;
pub(crate) use audit::audit;
pub(crate) use bulk::bulk;
pub(crate) use completions::{answer, completions};
pub(crate) use copy::copy;
pub(crate) use env::env;
pub(crate) use explain::explain;
pub(crate) use guard::guard;
pub(crate) use instance::instance;
pub(crate) use jobs::jobs;
pub(crate) use key::key;
pub(crate) use login::login;
pub(crate) use mail::mail;
pub(crate) use man::man;
pub(crate) use second_factor::second_factor;
pub(crate) use serve::serve;
