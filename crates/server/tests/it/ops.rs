//! What each operation does, one file each, below its service and the resource it belongs to.

mod cloudtrail;
pub(crate) mod connect;
mod console;
mod iam;
pub(crate) mod roster;
mod s3;
mod sts;
