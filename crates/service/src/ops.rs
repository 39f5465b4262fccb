//! The handlers, one file each, in the same tree as their declarations.

mod cloudtrail;
mod connect;
mod console;
mod iam;
mod roster;
mod sts;

pub(crate) use connect::{all_referred, insert_instance, nothing, referred, required};
